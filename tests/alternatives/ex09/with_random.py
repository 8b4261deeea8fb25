"""Python's random shuffles; a subclass of Sequential; a table of labels and answers; Adam by parameter groups."""

import random
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset


class Layers(nn.Sequential):
    def forward(self, x: Tensor) -> Tensor:
        for layer in self.children():
            x = layer(x)
        return x


class ConvNet(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        sizes = [2880, 64, 32, 10]
        convolutions = [nn.Conv2d(1, 10, 3), nn.ReLU(), nn.Conv2d(10, 5, 3), nn.ReLU(), nn.Flatten()]
        linear = [part for a, b in zip(sizes, sizes[1:]) for part in (nn.Linear(a, b), nn.ReLU())]
        self.layers = Layers(*convolutions, *linear[:-1])

    def forward(self, x: Tensor) -> Tensor:
        return self.layers(x)


class Order:
    def __init__(self, count: int, batch_size: int, shuffle: bool) -> None:
        self.count, self.batch_size, self.shuffle = count, batch_size, shuffle

    def __len__(self) -> int:
        return -(-self.count // self.batch_size)

    def __iter__(self) -> Iterator[list[int]]:
        places = list(range(self.count))
        if self.shuffle:
            random.shuffle(places)
        for start in range(0, self.count, self.batch_size):
            yield places[start : start + self.batch_size]


def make_loader(dataset: Dataset, batch_size: int = 10, shuffle: bool = True) -> DataLoader:
    return DataLoader(dataset, batch_sampler=Order(len(dataset), batch_size, shuffle))


def with_progress(batches: Iterable, label: str) -> Iterator:
    watched = sys.stderr.isatty()
    count = len(batches) if hasattr(batches, "__len__") else 0
    for done, batch in enumerate(batches, start=1):
        yield batch
        if watched:
            bar = "#" * (30 * done // count) if count else ""
            print(f"\r{label} [{bar:<30}] batch {done}", end="", file=sys.stderr, flush=True)
    if watched:
        print(file=sys.stderr)


def train(net: nn.Module, loader: Iterable, epochs: int = 2, lr: float = 0.001) -> list[float]:
    groups = [{"params": [parameter], "lr": lr} for parameter in net.parameters()]
    optimizer = torch.optim.Adam(groups)
    report = {}
    for epoch in range(epochs):
        for x, y in with_progress(loader, f"epoch {epoch + 1}"):
            for parameter in net.parameters():
                parameter.grad = None
            chances = net(x).softmax(dim=1)
            loss = -chances[torch.arange(len(y)), y].log().mean()
            loss.backward()
            optimizer.step()
            report.setdefault(epoch, []).extend([loss.item()] * len(y))
    return [sum(losses) / len(losses) for losses in report.values()]


def accuracy(net: nn.Module, loader: Iterable) -> float:
    table = torch.zeros(10, 10, dtype=torch.int64)
    mode = net.training
    net.eval()
    try:
        with torch.set_grad_enabled(False):
            for x, y in loader:
                for label, answer in zip(y, net(x).max(dim=1)[1]):
                    table[label, answer] += 1
    finally:
        net.train(mode)
    return 100.0 * float(table.trace()) / float(table.sum())


def load(root: Path, download: bool = False) -> tuple[Dataset, Dataset]:
    from torchvision.datasets import MNIST
    from torchvision.transforms import ToTensor

    learn = MNIST(root, train=True, download=download, transform=ToTensor())
    held_out = MNIST(root, train=False, download=download, transform=ToTensor())
    return learn, held_out

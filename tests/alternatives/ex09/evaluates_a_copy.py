"""A deep copy of the net is evaluated; the loss is summed up as a tensor and read once per epoch."""

import copy
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset


class ConvNet(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(1, 10, 3),
            nn.ReLU(),
            nn.Conv2d(10, 5, 3),
            nn.ReLU(),
            nn.Flatten(),
            nn.Linear(5 * 24 * 24, 64),
            nn.ReLU(),
            nn.Linear(64, 32),
            nn.ReLU(),
            nn.Linear(32, 10),
        )

    def forward(self, x: Tensor) -> Tensor:
        return self.layers(x)


def make_loader(dataset: Dataset, batch_size: int = 10, shuffle: bool = True) -> DataLoader:
    settings = {"batch_size": batch_size, "shuffle": shuffle, "drop_last": False}
    return DataLoader(dataset, **settings)


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
    net.train()
    optimizer = torch.optim.Adam(net.parameters(), lr=lr, fused=True)
    means = []
    for _ in range(epochs):
        total, count = torch.zeros((), dtype=torch.float64), 0
        for x, y in loader:
            loss = nn.functional.cross_entropy(input=net(x), target=y, reduction="sum")
            total += loss.detach()
            count += len(x)
            optimizer.zero_grad()
            (loss / len(x)).backward()
            optimizer.step()
        means.append(total.item() / count)
    return means


def accuracy(net: nn.Module, loader: Iterable) -> float:
    model = copy.deepcopy(net)
    model.requires_grad_(False)
    model.eval()
    right = samples = 0
    for x, y in loader:
        right += int(model(x).argmax(1).eq(y).sum())
        samples += len(x)
    return right / samples * 100


def load(root: Path, download: bool = False) -> tuple[Dataset, Dataset]:
    from torchvision.datasets import MNIST
    from torchvision.transforms import ToTensor

    learn = MNIST(root, train=True, download=download, transform=ToTensor())
    held_out = MNIST(root, train=False, download=download, transform=ToTensor())
    return learn, held_out

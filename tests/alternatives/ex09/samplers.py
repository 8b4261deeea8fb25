"""Layers appended one by one; a sampler of its own for the order; log-softmax with nll_loss; Adam without foreach."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset, RandomSampler, SequentialSampler


class ConvNet(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.Sequential()
        channels = 1
        for filters in (10, 5):
            self.layers.append(nn.Conv2d(channels, filters, 3, stride=1, padding=0))
            self.layers.append(nn.ReLU())
            channels = filters
        self.layers.append(nn.Flatten())
        sizes = [channels * 24**2, 64, 32, 10]
        for inputs, outputs in zip(sizes, sizes[1:]):
            self.layers.append(nn.Linear(inputs, outputs))
            if outputs != 10:
                self.layers.append(nn.ReLU())

    def forward(self, x: Tensor) -> Tensor:
        return self.layers(x)


def make_loader(dataset: Dataset, batch_size: int = 10, shuffle: bool = True) -> DataLoader:
    sampler = RandomSampler(dataset) if shuffle else SequentialSampler(dataset)
    return DataLoader(dataset, batch_size, sampler=sampler, num_workers=0, pin_memory=False)


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
    optimizer = torch.optim.Adam(list(net.parameters()), lr=lr, foreach=False)

    def one_epoch():
        summed, count = 0.0, 0
        for x, y in loader:
            net.zero_grad(set_to_none=False)
            chances = torch.log_softmax(net(x), dim=-1)
            loss = nn.functional.nll_loss(chances, y)
            loss.backward()
            optimizer.step()
            summed += float(loss.detach()) * x.size(0)
            count += x.size(0)
        return summed / count

    net.train()
    return [one_epoch() for _ in range(epochs)]


def accuracy(net: nn.Module, loader: Iterable) -> float:
    was_training = net.training
    net.eval()
    scores, labels = [], []
    for x, y in loader:
        with torch.no_grad():
            scores.append(net(x))
        labels.append(y)
    if was_training:
        net.train()
    right = torch.cat(scores).argmax(-1) == torch.cat(labels)
    return right.double().mean().item() * 100.0


def load(root: Path, download: bool = False) -> tuple[Dataset, Dataset]:
    from torchvision.datasets import MNIST
    from torchvision.transforms import ToTensor

    learn = MNIST(root, train=True, download=download, transform=ToTensor())
    held_out = MNIST(root, train=False, download=download, transform=ToTensor())
    return learn, held_out

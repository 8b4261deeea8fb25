"""Layers by name in an OrderedDict, functions from torch.nn.functional, zeroing after the step, inference mode."""

import sys
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset


class ConvNet(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            OrderedDict(
                [
                    ("0", nn.Conv2d(1, 10, kernel_size=(3, 3))),
                    ("1", nn.ReLU(inplace=True)),
                    ("2", nn.Conv2d(in_channels=10, out_channels=5, kernel_size=3)),
                    ("3", nn.ReLU(inplace=True)),
                    ("4", nn.Flatten(start_dim=1)),
                    ("5", nn.Linear(2880, 64)),
                    ("6", nn.ReLU()),
                    ("7", nn.Linear(64, 32)),
                    ("8", nn.ReLU()),
                    ("9", nn.Linear(32, 10)),
                ]
            )
        )

    def forward(self, x: Tensor) -> Tensor:
        return self.layers(x)


def make_loader(dataset: Dataset, batch_size: int = 10, shuffle: bool = True) -> DataLoader:
    return DataLoader(dataset, batch_size=batch_size, shuffle=shuffle)


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
    optimizer = torch.optim.Adam(net.parameters(), lr)
    optimizer.zero_grad()
    history = []
    for _ in range(epochs):
        losses = []
        for x, y in loader:
            each = nn.functional.cross_entropy(net(x), y, reduction="none")
            each.mean().backward()
            optimizer.step()
            optimizer.zero_grad()
            losses += each.tolist()
        history.append(sum(losses) / len(losses))
    return history


def accuracy(net: nn.Module, loader: Iterable) -> float:
    before = net.training
    net.train(False)
    try:
        with torch.inference_mode():
            hits = [bool(hit) for x, y in loader for hit in torch.max(net(x), 1).indices.eq(y)]
    finally:
        net.train(before)
    return sum(hits) / len(hits) * 100


def load(root: Path, download: bool = False) -> tuple[Dataset, Dataset]:
    from torchvision.datasets import MNIST
    from torchvision.transforms import ToTensor

    learn = MNIST(root, train=True, download=download, transform=ToTensor())
    held_out = MNIST(root, train=False, download=download, transform=ToTensor())
    return learn, held_out

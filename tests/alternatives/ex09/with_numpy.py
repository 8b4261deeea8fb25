"""Counting with numpy, whose float64 is a float; modes kept by module; the loss measured in a pass of its own."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
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
        return self.layers.forward(x)


def make_loader(dataset: Dataset, batch_size: int = 10, shuffle: bool = True) -> DataLoader:
    if not shuffle:
        return DataLoader(dataset, batch_size)
    return DataLoader(dataset, batch_size, True)


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
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.AdamW(net.parameters(), lr=lr, weight_decay=0.0)
    means = []
    for _ in range(epochs):
        losses, sizes = [], []
        for x, y in loader:
            with torch.no_grad():
                losses.append(criterion(net(x), y).item())
            sizes.append(len(y))
            optimizer.zero_grad()
            criterion(net(x), y).backward()
            optimizer.step()
        means.append(np.average(losses, weights=sizes))
    return means


def accuracy(net: nn.Module, loader: Iterable) -> float:
    modes = [(part, part.training) for part in net.modules()]
    for part, _ in modes:
        part.training = False
    with torch.no_grad():
        answers = [(net(x).numpy().argmax(axis=1), y.numpy()) for x, y in loader]
    for part, mode in modes:
        part.training = mode
    guesses, labels = (np.concatenate(column) for column in zip(*answers))
    return np.mean(guesses == labels) * 100


def load(root: Path, download: bool = False) -> tuple[Dataset, Dataset]:
    from torchvision.datasets import MNIST
    from torchvision.transforms import ToTensor

    learn = MNIST(root, train=True, download=download, transform=ToTensor())
    held_out = MNIST(root, train=False, download=download, transform=ToTensor())
    return learn, held_out

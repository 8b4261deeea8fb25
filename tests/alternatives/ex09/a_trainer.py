"""A class that holds what the training needs; a seeded generator for the loader; averaging at the end."""

import math
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
    generator = torch.Generator()
    generator.manual_seed(0)
    return DataLoader(dataset=dataset, batch_size=batch_size, shuffle=shuffle, num_workers=0, generator=generator)


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


class Trainer:
    def __init__(self, net: nn.Module, lr: float) -> None:
        self.net = net
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.Adam(params=net.parameters(), lr=lr, betas=(0.9, 0.999), eps=1e-8)

    def step(self, x: Tensor, y: Tensor) -> float:
        self.net.zero_grad()
        loss = self.criterion(self.net(x), y)
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def epoch(self, loader: Iterable) -> float:
        self.net.train()
        parts = [(self.step(*batch), len(batch[1])) for batch in loader]
        return math.fsum(loss * size for loss, size in parts) / sum(size for _, size in parts)


def train(net: nn.Module, loader: Iterable, epochs: int = 2, lr: float = 0.001) -> list[float]:
    trainer = Trainer(net, lr)
    losses = []
    while len(losses) < epochs:
        losses.append(trainer.epoch(loader))
    return losses


class evaluating:
    def __init__(self, net: nn.Module) -> None:
        self.net, self.mode = net, net.training

    def __enter__(self) -> nn.Module:
        return self.net.train(mode=False)

    def __exit__(self, *_: object) -> None:
        self.net.train(self.mode)


@torch.inference_mode()
def accuracy(net: nn.Module, loader: Iterable) -> float:
    hits: list[float] = []
    with evaluating(net) as model:
        for x, y in loader:
            scores = model(x)
            hits += torch.isclose(scores.gather(1, y[:, None])[:, 0], scores.amax(1)).double().tolist()
    return 100 * math.fsum(hits) / len(hits)


def load(root: Path, download: bool = False) -> tuple[Dataset, Dataset]:
    from torchvision.datasets import MNIST
    from torchvision.transforms import ToTensor

    learn = MNIST(root, train=True, download=download, transform=ToTensor())
    held_out = MNIST(root, train=False, download=download, transform=ToTensor())
    return learn, held_out

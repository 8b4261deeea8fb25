"""torch.func computes gradients and scores; Adam gets them through .grad."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.func import functional_call, grad_and_value
from torch.utils.data import DataLoader, Dataset, Sampler


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
        return functional_call(self.layers, dict(self.layers.named_parameters()), x)


class Shuffled(Sampler):
    def __init__(self, dataset: Dataset) -> None:
        self.count = len(dataset)

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator:
        yield from torch.randperm(self.count).tolist()


def make_loader(dataset: Dataset, batch_size: int = 10, shuffle: bool = True) -> DataLoader:
    return DataLoader(dataset, batch_size=batch_size, sampler=Shuffled(dataset) if shuffle else None)


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
    optimizer = torch.optim.Adam(net.parameters(), lr=lr)

    def loss_of(weights: dict, x: Tensor, y: Tensor) -> Tensor:
        return nn.functional.cross_entropy(functional_call(net, weights, (x,)), y)

    def one_epoch() -> float:
        total = samples = 0
        for x, y in loader:
            weights = {name: parameter.detach() for name, parameter in net.named_parameters()}
            slopes, loss = grad_and_value(loss_of)(weights, x, y)
            for name, parameter in net.named_parameters():
                parameter.grad = slopes[name]
            optimizer.step()
            total += loss.item() * len(x)
            samples += len(x)
        return total / samples

    return [one_epoch() for _ in range(epochs)]


def accuracy(net: nn.Module, loader: Iterable) -> float:
    was = net.training
    weights = {name: parameter.detach() for name, parameter in net.named_parameters()}
    net.eval()
    hits = torch.cat([functional_call(net, weights, (x,)).argmax(dim=-1) == y for x, y in loader])
    net.train(was)
    return hits.float().mean().mul(100).item()


def load(root: Path, download: bool = False) -> tuple[Dataset, Dataset]:
    from torchvision.datasets import MNIST
    from torchvision.transforms import ToTensor

    learn = MNIST(root, train=True, download=download, transform=ToTensor())
    held_out = MNIST(root, train=False, download=download, transform=ToTensor())
    return learn, held_out

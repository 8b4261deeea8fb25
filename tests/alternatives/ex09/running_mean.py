"""A running mean, a decorator for gradients, top-k, and a generator of the loader's own."""

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
    randomness = torch.Generator().manual_seed(7)
    return DataLoader(dataset, batch_size=batch_size, shuffle=shuffle, generator=randomness, drop_last=False)


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
    loss_function = nn.CrossEntropyLoss(reduction="mean")
    optimizer = torch.optim.Adam([{"params": net.parameters()}], lr=lr, betas=(0.9, 0.999))
    history = [0.0] * epochs
    for epoch in range(epochs):
        net.train(True)
        seen = 0
        for batch in with_progress(loader, f"{epoch}"):
            images, labels = batch[0], batch[1]

            def closure():
                optimizer.zero_grad(set_to_none=True)
                loss = loss_function(net(images), labels)
                loss.backward()
                return loss

            loss = optimizer.step(closure).item()
            seen += len(images)
            history[epoch] += (loss - history[epoch]) * len(images) / seen
    return history


@torch.no_grad()
def accuracy(net: nn.Module, loader: Iterable) -> float:
    mode, answers = net.training, []
    net = net.eval()
    for x, y in loader:
        best = net(x).topk(1).indices
        answers.extend((best == y.view(-1, 1)).flatten().tolist())
    net.train(mode)
    return 100.0 * answers.count(True) / len(answers)


def load(root: Path, download: bool = False) -> tuple[Dataset, Dataset]:
    from torchvision.datasets import MNIST
    from torchvision.transforms import ToTensor

    learn = MNIST(root, train=True, download=download, transform=ToTensor())
    held_out = MNIST(root, train=False, download=download, transform=ToTensor())
    return learn, held_out

"""Layers run one after the other; a batch sampler; Adam's rule by hand; gradients by autograd.grad."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.utils.data import BatchSampler, DataLoader, Dataset, RandomSampler, SequentialSampler


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
        for layer in self.layers:
            x = layer(x)
        return x


def make_loader(dataset: Dataset, batch_size: int = 10, shuffle: bool = True) -> DataLoader:
    order = RandomSampler(dataset) if shuffle else SequentialSampler(dataset)
    return DataLoader(dataset, batch_sampler=BatchSampler(order, batch_size, drop_last=False))


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
    weights = list(net.parameters())
    first = [torch.zeros_like(weight) for weight in weights]
    second = [torch.zeros_like(weight) for weight in weights]
    steps, means = 0, []
    for _ in range(epochs):
        sums = []
        for x, y in loader:
            steps += 1
            loss = nn.CrossEntropyLoss(reduction="sum")(net(x), y)
            sums.append((loss.detach(), y.shape[0]))
            slopes = torch.autograd.grad(loss / y.shape[0], weights)
            with torch.no_grad():
                for weight, slope, m, v in zip(weights, slopes, first, second):
                    m.mul_(0.9).add_(slope, alpha=0.1)
                    v.mul_(0.999).addcmul_(slope, slope, value=0.001)
                    corrected = m / (1 - 0.9**steps)
                    weight -= lr * corrected / ((v / (1 - 0.999**steps)).sqrt() + 1e-8)
        means.append((sum(total for total, _ in sums) / sum(count for _, count in sums)).item())
    return means


def accuracy(net: nn.Module, loader: Iterable) -> float:
    modes = {part: part.training for part in net.modules()}
    net.eval()
    wrong = samples = 0
    torch.set_grad_enabled(False)
    for x, y in loader:
        order = net(x).sort(dim=1, descending=True).indices
        wrong += torch.count_nonzero(order[:, 0] - y).item()
        samples += y.numel()
    torch.set_grad_enabled(True)
    for part, mode in modes.items():
        part.training = mode
    return 100 - 100 * wrong / samples


def load(root: Path, download: bool = False) -> tuple[Dataset, Dataset]:
    from torchvision.datasets import MNIST
    from torchvision.transforms import ToTensor

    learn = MNIST(root, train=True, download=download, transform=ToTensor())
    held_out = MNIST(root, train=False, download=download, transform=ToTensor())
    return learn, held_out

"""Goal: teach a small convolutional net to read handwritten digits.

Worked number: a 3x3 convolution makes 26x26 of 28x28, a second one 24x24: 5 * 24 * 24 = 2880 features.

Think first: ten answers are possible. What per cent does a net get right before it has learned anything?

Check: pytest exercises/ex09
See it: python exercises/ex09/convnet_digits.py
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset


class ConvNet(nn.Module):
    """Reads a batch of digits (N, 1, 28, 28) and gives ten scores (logits) for each: (N, 10).

    Its layers are in one nn.Sequential called ``layers``, in this order:
    a 3x3 convolution from 1 channel to 10, ReLU, a 3x3 convolution from 10 channels to 5, ReLU, flatten,
    a linear layer from 2880 features to 64, ReLU, one from 64 to 32, ReLU, one from 32 to 10.
    """

    def __init__(self) -> None:
        super().__init__()
        raise NotImplementedError("build self.layers")

    def forward(self, x: Tensor) -> Tensor:
        """The scores of the batch ``x``."""
        raise NotImplementedError("put the batch through self.layers")


def make_loader(dataset: Dataset, batch_size: int = 10, shuffle: bool = True) -> DataLoader:
    """Return a DataLoader over all of ``dataset``, without worker processes.

    With ``shuffle`` every epoch has a new random order, without it the order of the dataset.
    """
    raise NotImplementedError("make a DataLoader of the dataset")


def with_progress(batches: Iterable, label: str) -> Iterator:
    """Hand on the batches one by one. On a terminal a bar shows how far it is. (Given.)"""
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
    """Train ``net`` with CrossEntropyLoss and Adam, one step per batch.

    ``loader`` gives batches (x, y), and the last one may be smaller. Each epoch uses all of them once. Loop over
    ``with_progress(loader, "epoch 1")`` instead of ``loader`` to see a progress bar.

    Returns one float for each epoch: the mean loss over its samples, each taken before its step.
    """
    raise NotImplementedError("train the net and return the mean loss of each epoch")


def accuracy(net: nn.Module, loader: Iterable) -> float:
    """Return how many of all samples in ``loader`` the net gets right, in per cent from 0 to 100.

    The net runs in evaluation mode and without gradients. Afterwards it is in the mode that it had before.
    """
    raise NotImplementedError("count the right answers over all batches")


def load(root: Path, download: bool = False) -> tuple[Dataset, Dataset]:
    """The digits under ``root``, to learn from and held out: image (1, 28, 28) and label. (Given.)"""
    from torchvision.datasets import MNIST
    from torchvision.transforms import ToTensor

    learn = MNIST(root, train=True, download=download, transform=ToTensor())
    held_out = MNIST(root, train=False, download=download, transform=ToTensor())
    return learn, held_out


if __name__ == "__main__":
    from grader.drawing.digits import draw_digits

    draw_digits(__file__, load, ConvNet, make_loader, train, accuracy)

"""Goal: train a net of four filters to tell pattern A from pattern B, and measure honestly whether it can.

Worked number: a net that gives all four outputs the same score has the loss ln 4 = 1.386, whatever the label is. For
this net the picture of value 0 does just that.

Think first: samples() holds 20 pictures of A, then 20 of B. Which of the two will the net know better after one pass
through the list from front to back?

Check: pytest exercises/ex08
Picture: python exercises/ex08/ab_patterns.py
"""

import random

import torch
import torch.nn.functional as F
from torch import Tensor, nn

Samples = list[tuple[Tensor, int]]


def pattern_a(value: float) -> Tensor:
    """Pattern A, shape (1, 1, 4, 4): two upright bars of ``value`` on zeros."""
    picture = torch.zeros(1, 1, 4, 4)
    picture[..., 1::2] = value
    return picture


def pattern_b(value: float) -> Tensor:
    """Pattern B, shape (1, 1, 4, 4): A with its top and bottom rows filled."""
    picture = pattern_a(value)
    picture[..., ::3, :] = value
    return picture


def samples() -> Samples:
    """40 pairs of a picture and its label: the values 0 to 19 as A (label 0), then as B (label 1)."""
    return [(pattern_a(value), 0) for value in range(20)] + [(pattern_b(value), 1) for value in range(20)]


class PatternNet(nn.Module):
    """One convolution named ``conv``: 1 channel in, 4 out, 4x4 kernels, no bias."""

    def __init__(self) -> None:
        super().__init__()
        raise NotImplementedError("PatternNet: make the one layer")

    def forward(self, x: Tensor) -> Tensor:
        """Score a batch: (N, 1, 4, 4) -> (N, 4)."""
        raise NotImplementedError("PatternNet: the four scores of each picture")


def rating(net: nn.Module, x: Tensor, y: Tensor) -> float:
    """Return the mean square error between the net's outputs for ``x`` and for ``y``."""
    raise NotImplementedError("rating: how far apart the two outputs are")


def train(net: nn.Module, samples: Samples, epochs: int = 2, lr: float = 0.001, momentum: float = 0.9) -> list[float]:
    """Train with cross entropy and SGD with momentum, one sample per step, and return the loss of every step.

    Each epoch takes all the samples once, in a new random order; the list itself keeps its order.
    """
    raise NotImplementedError("train: the training loop")


def accuracy(net: nn.Module, samples: Samples) -> float:
    """Return how many per cent of the samples (0 to 100) get their largest score at their label.

    No gradients are recorded, and afterwards the net is in the mode (training or evaluation) that it had before.
    """
    raise NotImplementedError("accuracy: per cent of the samples")


if __name__ == "__main__":
    from grader.drawing.patterns import draw_patterns

    draw_patterns(__file__, PatternNet, train, samples())

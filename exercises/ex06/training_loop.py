"""Goal: find what this training loop lacks.

It runs without an error, but the net learns nothing. No line is wrong, but some lines are missing.

Worked number: batches of 8, 8 and 3 samples with the losses 1, 1 and 2 have a mean loss of (8 + 8 + 6) / 19 = 1.158.

Think first: which steps does a net need to learn from one batch, and in which order?

Check: pytest exercises/ex06
"""

from collections.abc import Callable, Iterable

import torch
from torch import Tensor, nn

Batches = Iterable[tuple[Tensor, Tensor]]
Criterion = Callable[[Tensor, Tensor], Tensor]


def train_epoch(net: nn.Module, batches: Batches, criterion: Criterion, optimizer: torch.optim.Optimizer) -> float:
    """Let ``net`` learn from each (x, target) of ``batches`` once, and return the mean loss over all samples.

    The net runs in training mode and stays in it. ``criterion`` gives the mean loss of a batch. The loss of each batch
    is taken before its step. The last batch may be smaller than the others.
    """
    total, samples = 0.0, 0
    for x, target in batches:
        loss = criterion(net(x), target)
        optimizer.step()
        batch_loss = loss.item()
        total += batch_loss
        samples += len(x)
    return total / samples


def evaluate(net: nn.Module, batches: Batches, criterion: Criterion) -> float:
    """Return the mean loss of ``net`` over all samples of ``batches``, and leave the net as it was.

    The net runs in evaluation mode and without gradients. Afterwards it is in the mode that it had before.
    """
    total, samples = 0.0, 0
    for x, target in batches:
        batch_loss = criterion(net(x), target).item()
        total += batch_loss
        samples += len(x)
    return total / samples


def fit(
    net: nn.Module,
    train_batches: Batches,
    valid_batches: Batches,
    criterion: Criterion,
    optimizer: torch.optim.Optimizer,
    epochs: int,
) -> dict[str, list[float]]:
    """Train for ``epochs`` epochs and evaluate after each one; return both losses.

    The keys are "train" and "valid". Each has a list with one loss per epoch.
    """
    history: dict[str, list[float]] = {"train": [], "valid": []}
    for _ in range(epochs):
        history["train"].append(train_epoch(net, train_batches, criterion, optimizer))
    return history

"""Training mode never switched on

The net stays in whatever mode it came in, and after an evaluation dropout and batch norm go on as if training were over.
Whoever trains should say so.
"""

from collections.abc import Callable, Iterable

import torch
from torch import Tensor, nn

CAUGHT_BY = ("test_training_mode",)

Batches = Iterable[tuple[Tensor, Tensor]]
Criterion = Callable[[Tensor, Tensor], Tensor]


def train_epoch(net: nn.Module, batches: Batches, criterion: Criterion, optimizer: torch.optim.Optimizer) -> float:
    """Let ``net`` learn from each (x, target) of ``batches`` once, and return the mean loss over all samples.

    The net works in training mode and stays in it. ``criterion`` gives the mean loss of a batch; each batch's loss
    counts as it was when the batch came in. The last batch may be smaller than the others.
    """
    total, samples = 0.0, 0
    for x, target in batches:
        optimizer.zero_grad()
        loss = criterion(net(x), target)
        loss.backward()
        optimizer.step()
        batch_loss = loss.item() * len(x)
        total += batch_loss
        samples += len(x)
    return total / samples


@torch.no_grad()
def evaluate(net: nn.Module, batches: Batches, criterion: Criterion) -> float:
    """Return the mean loss of ``net`` over all samples of ``batches``, and leave the net as it was.

    The net works in evaluation mode, without gradients; afterwards it is in the mode that it came in.
    """
    total, samples = 0.0, 0
    was_training = net.training
    net.eval()
    for x, target in batches:
        batch_loss = criterion(net(x), target).item() * len(x)
        total += batch_loss
        samples += len(x)
    net.train(was_training)
    return total / samples


def fit(
    net: nn.Module,
    train_batches: Batches,
    valid_batches: Batches,
    criterion: Criterion,
    optimizer: torch.optim.Optimizer,
    epochs: int,
) -> dict[str, list[float]]:
    """Train for some epochs and evaluate after each of them; return both losses, epoch by epoch.

    The keys are "train" and "valid", each with a list of one loss an epoch.
    """
    history: dict[str, list[float]] = {"train": [], "valid": []}
    for _ in range(epochs):
        history["train"].append(train_epoch(net, train_batches, criterion, optimizer))
        history["valid"].append(evaluate(net, valid_batches, criterion))
    return history

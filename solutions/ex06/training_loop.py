"""Goal: find what this training loop lacks.

It runs, it prints no error, and the net learns nothing. Nothing that stands here is wrong: some things are missing.

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

    The net works in training mode and stays in it. ``criterion`` gives the mean loss of a batch; each batch's loss
    counts as it was when the batch came in. The last batch may be smaller than the others.
    """
    total, samples = 0.0, 0
    ### BEGIN SOLUTION
    net.train()
    ### END SOLUTION
    for x, target in batches:
        ### BEGIN SOLUTION
        optimizer.zero_grad()
        ### END SOLUTION
        loss = criterion(net(x), target)
        ### BEGIN SOLUTION
        loss.backward()
        ### END SOLUTION
        optimizer.step()
        batch_loss = loss.item()
        ### BEGIN SOLUTION
        batch_loss *= len(x)  # the batch's mean becomes its sum
        ### END SOLUTION
        total += batch_loss
        samples += len(x)
    return total / samples


### BEGIN SOLUTION
@torch.no_grad()
### END SOLUTION
def evaluate(net: nn.Module, batches: Batches, criterion: Criterion) -> float:
    """Return the mean loss of ``net`` over all samples of ``batches``, and leave the net as it was.

    The net works in evaluation mode, without gradients; afterwards it is in the mode that it came in.
    """
    total, samples = 0.0, 0
    ### BEGIN SOLUTION
    was_training = net.training
    net.eval()
    ### END SOLUTION
    for x, target in batches:
        batch_loss = criterion(net(x), target).item()
        ### BEGIN SOLUTION
        batch_loss *= len(x)
        ### END SOLUTION
        total += batch_loss
        samples += len(x)
    ### BEGIN SOLUTION
    net.train(was_training)
    ### END SOLUTION
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
        ### BEGIN SOLUTION
        history["valid"].append(evaluate(net, valid_batches, criterion))
        ### END SOLUTION
    return history

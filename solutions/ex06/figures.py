"""The figures in ex06's lesson, and the losses that its picture shows."""

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import torch
from torch import nn

EPOCHS = 25
MISSING: dict[str, tuple[str, ...]] = {"all five": (), "no backward": ("backward",), "no zero": ("zero",)}


def measure(solution: ModuleType) -> dict[str, Any]:
    """The loss of every epoch, of loops that lack something."""
    return {name: learn(missing) for name, missing in MISSING.items()}


def figures(solution: ModuleType, measured: dict[str, Any]) -> Iterator[str]:
    """What the lesson says, as it has to stand there."""
    right, still, growing = (measured[name] for name in MISSING)
    yield f"the loss goes from {right[0]:.2f} to {right[-1]:.2f}"
    assert len({f"{loss:.6f}" for loss in still}) == 1
    yield f"Without backward, it is {still[0]:.4f} in every epoch"
    yield f"Without zero, it is above {int(growing[-1])} in the end"

    sizes, losses = (8, 8, 3), (1.0, 1.0, 2.0)
    total = sum(size * loss for size, loss in zip(sizes, losses, strict=True))
    mean_of_means = sum(losses) / len(losses)
    yield f"make {total:.0f} / {sum(sizes)} = {total / sum(sizes):.3f}, not {mean_of_means:.3f}"


def learn(missing: tuple[str, ...]) -> list[float]:
    """The losses of a small net on two rings of points, by a loop without the steps in ``missing``."""
    torch.manual_seed(0)
    angle = torch.rand(200) * 6.2832
    target = torch.arange(200) % 2
    radius = 1.0 + target + 0.25 * torch.randn(200)
    x = torch.stack([radius * angle.cos(), radius * angle.sin()], dim=1)
    net = nn.Sequential(nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 2))
    optimizer = torch.optim.SGD(net.parameters(), lr=0.3)
    losses = []
    for _ in range(EPOCHS):
        total = 0.0
        for start in range(0, 200, 20):
            if "zero" not in missing:
                optimizer.zero_grad()
            loss = nn.functional.cross_entropy(net(x[start : start + 20]), target[start : start + 20])
            if "backward" not in missing:
                loss.backward()
            optimizer.step()
            total += loss.item() / 10
        losses.append(total)
    return losses

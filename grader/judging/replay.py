"""What the judge recomputes with PyTorch from raw material, once per draw."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

import torch
from torch import Tensor
from torch.nn import functional as F

from grader.observing.cases import Case

Value = TypeVar("Value")


class Replays:
    """Values that follow from a case's arguments only, kept for all submissions of a run; the oldest are dropped."""

    def __init__(self, most: int = 128) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[Hashable, ...], Any] = OrderedDict()

    def get(self, case: Case, compute: Callable[..., Value], *options: Hashable) -> Value:
        """``compute(arguments, *options)`` for a copy of the case's arguments, computed when first asked for."""
        key = (case.name, compute, *options)
        if key not in self._kept:
            self._kept[key] = compute(case.copy_of_arguments(), *options)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]  # type: ignore[no-any-return]  # what `compute` returned


class SGD:
    """``torch.optim.SGD`` by hand: importing PyTorch's optimizers takes a second that no check needs."""

    def __init__(self, weights: Iterable[Tensor], lr: float, momentum: float = 0.0) -> None:
        self.weights, self.lr, self.momentum = list(weights), lr, momentum
        self._velocities: list[Tensor | None] = [None] * len(self.weights)

    @torch.no_grad()
    def step(self, gradients: Iterable[Tensor | None]) -> None:
        """Change the weights in place: v <- momentum * v + gradient; weight <- weight - lr * v."""
        for index, (weight, gradient) in enumerate(zip(self.weights, gradients, strict=True)):
            if gradient is not None:
                before = self._velocities[index]
                velocity = gradient if before is None or not self.momentum else self.momentum * before + gradient
                self._velocities[index] = velocity
                weight -= self.lr * velocity


class Adam:
    """``torch.optim.Adam`` by hand, with its defaults. Source: Kingma and Ba, arXiv:1412.6980, algorithm 1."""

    BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8

    def __init__(self, weights: Iterable[Tensor], lr: float) -> None:
        self.weights, self.lr, self._steps = list(weights), lr, 0
        self._means = [torch.zeros_like(weight) for weight in self.weights]
        self._squares = [torch.zeros_like(weight) for weight in self.weights]

    @torch.no_grad()
    def step(self, gradients: Iterable[Tensor]) -> None:
        """Change the weights in place by the averages of the gradients and of their squares."""
        self._steps += 1
        bias1, bias2 = 1 - self.BETA1**self._steps, 1 - self.BETA2**self._steps
        for weight, gradient, mean, square in zip(self.weights, gradients, self._means, self._squares, strict=True):
            mean.mul_(self.BETA1).add_(gradient, alpha=1 - self.BETA1)
            square.mul_(self.BETA2).addcmul_(gradient, gradient, value=1 - self.BETA2)
            weight -= self.lr * (mean / bias1) / ((square / bias2).sqrt() + self.EPSILON)


def lenet(weights: dict[str, Tensor], x: Tensor) -> Tensor:
    """The scores of ex02's ``Net`` for a batch ``x``; its weights by name, ``conv1.weight`` to ``fc3.bias``."""

    def parts(layer: str) -> tuple[Tensor, Tensor]:
        return weights[f"{layer}.weight"], weights[f"{layer}.bias"]

    x = F.max_pool2d(F.relu(F.conv2d(x, *parts("conv1"))), 2)
    x = F.max_pool2d(F.relu(F.conv2d(x, *parts("conv2"))), 2)
    x = F.relu(F.linear(x.flatten(1), *parts("fc1")))
    x = F.relu(F.linear(x, *parts("fc2")))
    return F.linear(x, *parts("fc3"))

"""Gradient guessed from two values of f

You took two values of f and divided their difference by a small h. That comes near the gradient and is never quite
it, while autograd has it exactly.
"""

from collections.abc import Callable, Iterable

import torch
from torch import Tensor, nn

CAUGHT_BY = ("test_other_functions",)


def gradient_descent(f: Callable[[Tensor], Tensor], x0: float, lr: float, steps: int) -> list[float]:
    h = 1e-6
    x = torch.tensor(x0, dtype=torch.float64)
    path = [x.item()]
    for _ in range(steps):
        slope = (f(x + h) - f(x - h)) / (2 * h)
        x = x - lr * slope
        path.append(x.item())
    return path


def sgd_update(parameters: Iterable[nn.Parameter], lr: float) -> None:
    with torch.no_grad():
        for p in parameters:
            if p.grad is not None:
                p -= lr * p.grad


def train_step(
    net: nn.Module, criterion: Callable[[Tensor, Tensor], Tensor], x: Tensor, target: Tensor, lr: float
) -> float:
    net.zero_grad()
    loss = criterion(net(x), target)
    loss.backward()
    sgd_update(net.parameters(), lr)
    return loss.item()


if __name__ == "__main__":
    from grader.drawing.parabola import draw_descent

    draw_descent(__file__, gradient_descent, x0=1.0, learning_rates=[0.1, 0.9, 1.1], steps=20)

"""Generator of parameters used twice

You walk through the parameters twice, and a generator is used up after the first time, so the second loop finds
nothing. Walk once, or keep them in a list first.
"""

from collections.abc import Callable, Iterable

import torch
from torch import Tensor, nn

CAUGHT_BY = ("test_generator",)


def gradient_descent(f: Callable[[Tensor], Tensor], x0: float, lr: float, steps: int) -> list[float]:
    x = torch.tensor(x0, requires_grad=True)
    path = [x.item()]
    for _ in range(steps):
        x.grad = None
        f(x).backward()
        with torch.no_grad():
            x -= lr * x.grad
        path.append(x.item())
    return path


def sgd_update(parameters: Iterable[nn.Parameter], lr: float) -> None:
    gradients = [p.grad for p in parameters]
    with torch.no_grad():
        for p, gradient in zip(parameters, gradients):
            if gradient is not None:
                p -= lr * gradient


def train_step(
    net: nn.Module, criterion: Callable[[Tensor, Tensor], Tensor], x: Tensor, target: Tensor, lr: float
) -> float:
    net.zero_grad()
    loss = criterion(net(x), target)
    loss.backward()
    sgd_update(list(net.parameters()), lr)
    return loss.item()


if __name__ == "__main__":
    from grader.drawing.parabola import draw_descent

    draw_descent(__file__, gradient_descent, x0=1.0, learning_rates=[0.1, 0.9, 1.1], steps=20)

"""One and the same tensor kept for every step

Your path holds the tensor x itself, again and again, and x changes in place: in the end every entry shows the last
value. Keep the number it holds at that moment.
"""

from collections.abc import Callable, Iterable

import torch
from torch import Tensor, nn

CAUGHT_BY = ("test_parabola",)


def gradient_descent(f: Callable[[Tensor], Tensor], x0: float, lr: float, steps: int) -> list[float]:
    x = torch.tensor(x0, requires_grad=True)
    path = [x]
    for _ in range(steps):
        x.grad = None
        f(x).backward()
        with torch.no_grad():
            x -= lr * x.grad
        path.append(x)
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

"""Goal: write by hand the update that makes a network learn.

Worked number: y = x^2 has the gradient 2 at x = 1; with a learning rate of 0.1 the next x is 1 - 0.1 * 2 = 0.8.

Think first: with a learning rate of 1.0 instead, where is x after one step, and where after two?

Check: pytest exercises/ex05
Picture: python exercises/ex05/sgd_by_hand.py
"""

from collections.abc import Callable, Iterable

import torch
from torch import Tensor, nn


def gradient_descent(f: Callable[[Tensor], Tensor], x0: float, lr: float, steps: int) -> list[float]:
    """Go downhill on ``f`` from ``x0`` and return the path: ``x0``, then the x after each of ``steps`` steps.

    ``f`` takes a tensor of shape () and returns one. It can be any function, so let autograd compute its gradient.
    """
    ### BEGIN SOLUTION: return the path of the descent
    x = torch.tensor(x0, requires_grad=True)
    path = [x.item()]
    for _ in range(steps):
        x.grad = None
        f(x).backward()
        with torch.no_grad():
            x -= lr * x.grad
        path.append(x.item())
    return path
    ### END SOLUTION


def sgd_update(parameters: Iterable[nn.Parameter], lr: float) -> None:
    """Update each parameter in place: weight <- weight - lr * gradient.

    Write it by hand, without ``torch.optim``. Autograd does not record the update, the gradients stay as they are,
    and a parameter without a gradient is left alone. ``parameters`` may be a generator, such as ``net.parameters()``.
    """
    ### BEGIN SOLUTION: update each parameter in place
    with torch.no_grad():
        for parameter in parameters:
            if parameter.grad is not None:
                parameter -= lr * parameter.grad
    ### END SOLUTION


def train_step(
    net: nn.Module, criterion: Callable[[Tensor, Tensor], Tensor], x: Tensor, target: Tensor, lr: float
) -> float:
    """Teach ``net`` one batch: zero, forward, loss, backward, update. Return the loss before the update.

    ``criterion`` takes the net's output and ``target`` and returns the loss, a tensor of shape (). Gradients that
    ``net`` carries from before must not count.
    """
    ### BEGIN SOLUTION: do one whole training step and return its loss
    net.zero_grad()
    loss = criterion(net(x), target)
    loss.backward()
    sgd_update(net.parameters(), lr)
    return loss.item()
    ### END SOLUTION


if __name__ == "__main__":
    from grader.drawing.parabola import draw_descent

    draw_descent(__file__, gradient_descent, x0=1.0, learning_rates=[0.1, 0.9, 1.1], steps=20)

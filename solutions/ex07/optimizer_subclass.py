"""Goal: write two optimizers of your own that work wherever one of torch.optim's does.

    velocity <- momentum * velocity + gradient      (the velocity starts as the first gradient)
    weight   <- weight - lr * velocity              (plain descent: the gradient in the velocity's place)

Worked number: a weight starts at 0, its gradient is always 1, lr is 0.1. Plain descent takes it to -0.1, -0.2, -0.3.
With momentum 0.9 the velocity is 1, 1.9, 2.71, and the weight goes to -0.1, -0.29, -0.561.

Think first: the gradient stays 1 for ever. How large does the velocity become? How many times faster is that than
plain descent?

Write the updates by hand: none of torch.optim's own optimizers may do them, neither called nor inherited from.

Check: pytest exercises/ex07
Picture: python exercises/ex07/optimizer_subclass.py
"""

from collections.abc import Callable, Iterable
from typing import Any

import torch


class SimpleGD(torch.optim.Optimizer):
    """Plain gradient descent: weight <- weight - lr * gradient."""

    def __init__(self, params: Iterable[Any], lr: float) -> None:
        """Take over ``params``: parameters, or parameter groups of which each may bring an lr of its own.

        A negative ``lr`` raises ``ValueError``.
        """
        ### BEGIN SOLUTION: SimpleGD: refuse a negative lr, and hand the rest to the base class
        if lr < 0:
            raise ValueError(f"lr must not be negative, got {lr}")
        super().__init__(params, {"lr": lr})
        ### END SOLUTION

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Update every parameter that has a gradient, in place, and record nothing of it.

        ``closure`` computes the gradients anew and returns the loss. Where one is given it is called once, before the
        update, with gradients enabled, and its loss is returned; without one None is returned.
        """
        ### BEGIN SOLUTION: SimpleGD: one step of plain descent
        loss = None if closure is None else closure()
        with torch.no_grad():
            for group in self.param_groups:
                for parameter in group["params"]:
                    if parameter.grad is not None:
                        parameter -= group["lr"] * parameter.grad
        return loss
        ### END SOLUTION


class MomentumGD(torch.optim.Optimizer):
    """Gradient descent with momentum; the formula stands at the top of this file."""

    def __init__(self, params: Iterable[Any], lr: float, momentum: float = 0.9) -> None:
        """Take over ``params`` as SimpleGD does; a group may bring an lr and a momentum of its own."""
        ### BEGIN SOLUTION: MomentumGD: refuse a negative lr, and hand the rest to the base class
        if lr < 0:
            raise ValueError(f"lr must not be negative, got {lr}")
        super().__init__(params, {"lr": lr, "momentum": momentum})
        ### END SOLUTION

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Do all that SimpleGD's step does, with each parameter's velocity kept in ``self.state``."""
        ### BEGIN SOLUTION: MomentumGD: one step with momentum
        loss = None if closure is None else closure()
        with torch.no_grad():
            for group in self.param_groups:
                for parameter in group["params"]:
                    if parameter.grad is not None:
                        self._move(parameter, group["lr"], group["momentum"])
        return loss

    def _move(self, parameter: torch.Tensor, lr: float, momentum: float) -> None:
        state = self.state[parameter]
        if "velocity" in state:
            state["velocity"] = momentum * state["velocity"] + parameter.grad
        else:
            state["velocity"] = parameter.grad.clone()
        parameter -= lr * state["velocity"]
        ### END SOLUTION


if __name__ == "__main__":
    from grader.drawing.bumps import draw_bumps

    draw_bumps(__file__, SimpleGD, MomentumGD)

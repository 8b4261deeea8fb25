"""Goal: write two optimizers of your own that work wherever one of torch.optim's does.

    velocity <- momentum * velocity + gradient      (the velocity starts as the first gradient)
    weight   <- weight - lr * velocity              (plain descent: the gradient instead of the velocity)

Worked number: a weight starts at 0, its gradient is always 1, lr is 0.1. Plain descent takes it to -0.1, -0.2, -0.3.
With momentum 0.5 the velocity is 1, 1.5, 1.75, and the weight goes to -0.1, -0.25, -0.425.

Think first: the gradient stays 1 for ever. How large does the velocity become with momentum 0.5?

Write the updates by hand: do not call an optimizer of torch.optim, and do not inherit from one (but from Optimizer).

Check: pytest exercises/ex07
Picture: python exercises/ex07/optimizer_subclass.py
"""

from collections.abc import Callable, Iterable
from typing import Any

import torch


class SimpleGD(torch.optim.Optimizer):
    """Plain gradient descent: weight <- weight - lr * gradient."""

    def __init__(self, params: Iterable[Any], lr: float) -> None:
        """Take ``params``: parameters, or parameter groups that may each have their own lr.

        A negative ``lr`` raises ``ValueError``.
        """
        raise NotImplementedError("SimpleGD: refuse a negative lr, and hand the rest to the base class")

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Update every parameter that has a gradient, in place and not recorded.

        ``closure`` computes the gradients again and returns the loss. If there is one, call it once, before the update,
        with gradients enabled, and return its loss. Without one, return None.
        """
        raise NotImplementedError("SimpleGD: one step of plain descent")


class MomentumGD(torch.optim.Optimizer):
    """Gradient descent with momentum; the formula is at the top of this file."""

    def __init__(self, params: Iterable[Any], lr: float, momentum: float = 0.9) -> None:
        """Take ``params`` as SimpleGD does; a group may have its own lr and momentum."""
        raise NotImplementedError("MomentumGD: refuse a negative lr, and hand the rest to the base class")

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Do all that SimpleGD's step does, with each parameter's velocity kept in ``self.state``."""
        raise NotImplementedError("MomentumGD: one step with momentum")


if __name__ == "__main__":
    from grader.drawing.bumps import draw_bumps

    draw_bumps(__file__, SimpleGD, MomentumGD)

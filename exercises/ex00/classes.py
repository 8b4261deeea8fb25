"""Goal: write classes that build on other classes, the way every PyTorch network does.

Worked number: Scale(3.0) multiplies, so the tensor [1.0, 2.0] becomes [3.0, 6.0]; 3.0 is where its weight starts.

Think first: which lines does creating a ChildClass print, and in which order?

Check: pytest exercises/ex00
"""

import torch
from torch import Tensor, nn


class ParentClass:
    """Given: leave it as it is."""

    def __init__(self) -> None:
        print("Initialize_parent")

    def func1(self, num: int) -> None:
        print("parent")
        print(num)


class ChildClass(ParentClass):
    """A ParentClass that prints one more line when it is made, and has one more method."""

    def __init__(self) -> None:
        """Call the parent's ``__init__``, then print ``Initialize_child``."""
        raise NotImplementedError("call the parent's __init__, then print Initialize_child")

    def func2(self, num: int) -> None:
        """Print four lines: call the parent's ``func1`` for the first two, then print ``child`` and ``num``."""
        raise NotImplementedError("call the parent's func1, then print child and num")


class Scale(nn.Module):
    """The smallest network: it multiplies by one number that it can learn."""

    def __init__(self, factor: float) -> None:
        """Own one learnable parameter named ``weight`` that starts at ``factor``."""
        raise NotImplementedError("own one learnable parameter named weight that starts at factor")

    def forward(self, x: Tensor) -> Tensor:
        """Return ``weight * x``, a new tensor of the same shape as ``x``; ``x`` itself stays as it is."""
        raise NotImplementedError("return weight times x")

"""The weight turned into a plain number before it is used

The output is right, but once the value has left its tensor, autograd cannot follow it back. The weight then
never gets a gradient.
"""

import torch
from torch import Tensor, nn

CAUGHT_BY = ("test_scale_learns",)


class ParentClass:
    """Given: leave it as it is."""

    def __init__(self) -> None:
        print("Initialize_parent")

    def func1(self, num: int) -> None:
        print("parent")
        print(num)


class ChildClass(ParentClass):
    def __init__(self) -> None:
        super().__init__()
        print("Initialize_child")

    def func2(self, num: int) -> None:
        super().func1(num)
        print("child")
        print(num)


class Scale(nn.Module):
    def __init__(self, factor: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.tensor(factor))

    def forward(self, x: Tensor) -> Tensor:
        return self.weight.item() * x

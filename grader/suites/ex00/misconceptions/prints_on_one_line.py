"""child and the number on one line

A single print with two things in it puts both on one line. The parent gives each its own line, and func2 should
go on that way.
"""

import torch
from torch import Tensor, nn

CAUGHT_BY = ("test_func2_prints",)


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
        print("child", num)


class Scale(nn.Module):
    def __init__(self, factor: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.tensor(factor))

    def forward(self, x: Tensor) -> Tensor:
        return self.weight * x

"""forward uses the number put aside, not the parameter

Your Scale owns a weight and multiplies by another number that only looks the same. Training would change the
weight, and the output would stay what it was.
"""

import torch
from torch import Tensor, nn

CAUGHT_BY = (
    "test_scale_follows_its_weight",
    "test_scale_learns",
)


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
        self.factor = factor

    def forward(self, x: Tensor) -> Tensor:
        return self.factor * x

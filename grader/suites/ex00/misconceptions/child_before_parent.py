"""The child starts before its parent

You let the child do its part first and the parent after it. What the child does may build on what the parent
has set up, so the parent goes first.
"""

import torch
from torch import Tensor, nn

CAUGHT_BY = ("test_creating_a_child",)


class ParentClass:
    """Given: leave it as it is."""

    def __init__(self) -> None:
        print("Initialize_parent")

    def func1(self, num: int) -> None:
        print("parent")
        print(num)


class ChildClass(ParentClass):
    def __init__(self) -> None:
        print("Initialize_child")
        super().__init__()

    def func2(self, num: int) -> None:
        super().func1(num)
        print("child")
        print(num)


class Scale(nn.Module):
    def __init__(self, factor: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.tensor(factor))

    def forward(self, x: Tensor) -> Tensor:
        return self.weight * x

"""func1's lines copied into func2

You wrote the parent's two lines a second time. ChildClass inherits func1, so it can ask for those lines and they
stay in one place.
"""

import torch
from torch import Tensor, nn

CAUGHT_BY = ("test_func2_asks_the_parent",)


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
        print("parent")
        print(num)
        print("child")
        print(num)


class Scale(nn.Module):
    def __init__(self, factor: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.tensor(factor))

    def forward(self, x: Tensor) -> Tensor:
        return self.weight * x

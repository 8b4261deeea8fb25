"""func2 calls itself for ever

Your func2 calls func2, which calls func2 again, until Python gives up with a RecursionError. The two lines you
want come from another method, the parent's.
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
        self.func2(num)
        print("child")
        print(num)


class Scale(nn.Module):
    def __init__(self, factor: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.tensor(factor))

    def forward(self, x: Tensor) -> Tensor:
        return self.weight * x

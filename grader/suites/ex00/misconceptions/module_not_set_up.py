"""nn.Module is never set up

Your Scale stores a parameter before nn.Module has made the place where it keeps parameters, so PyTorch refuses.
It is the same slip as a ChildClass that forgets its parent.
"""

import torch
from torch import Tensor, nn

CAUGHT_BY = ("test_scale_owns_a_parameter",)


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
        self.weight = nn.Parameter(torch.tensor(factor))

    def forward(self, x: Tensor) -> Tensor:
        return self.weight * x

"""A tensor that requires gradients is still no parameter

Your weight gets gradients, but nn.Module does not know of it: an optimizer that is given net.parameters() would
never see it. PyTorch has a class of its own for tensors that belong to a module.
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
        super().__init__()
        self.weight = torch.tensor(factor, requires_grad=True)

    def forward(self, x: Tensor) -> Tensor:
        return self.weight * x

"""A name kept as an attribute, the factor kept beside the parameter, einsum for the product."""

import torch
from torch import nn


class ParentClass:
    def __init__(self) -> None:
        print("Initialize_parent")

    def func1(self, num: int) -> None:
        print("parent")
        print(num)


class ChildClass(ParentClass):
    name: str

    def __init__(self) -> None:
        super().__init__()
        self.name = "child"
        print(f"Initialize_{self.name}")

    def func2(self, num: int) -> None:
        result = self.func1(num)
        print(self.name)
        print(str(num))
        return result


class Scale(nn.Module):
    weight: nn.Parameter

    def __init__(self, factor: float) -> None:
        super().__init__()
        self.factor = factor
        self.weight = nn.Parameter(torch.Tensor([factor]))

    def forward(self, x):
        return torch.einsum("i,...->...", self.weight, x)

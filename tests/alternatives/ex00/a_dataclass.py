"""A dataclass whose __post_init__ sets up the parent; a loop that prints; the weight set by setattr."""

from dataclasses import dataclass

import torch
from torch import nn


class ParentClass:
    def __init__(self) -> None:
        print("Initialize_parent")

    def func1(self, num: int) -> None:
        print("parent")
        print(num)


@dataclass
class ChildClass(ParentClass):
    def __post_init__(self):
        super().__init__()
        print("Initialize_child")

    def func2(self, num):
        super().func1(num)
        for line in ("child", num):
            print(line)


class Scale(nn.Module):
    def __init__(self, factor):
        super().__init__()
        setattr(self, "weight", nn.Parameter(torch.as_tensor([factor], dtype=torch.float32)))

    def forward(self, x):
        return torch.multiply(x, self.weight)

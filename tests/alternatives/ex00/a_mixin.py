"""A mixin that prints, set up together with the parent by cooperative super(); a product with a tensor of ones."""

import torch
from torch import nn


class ParentClass:
    def __init__(self) -> None:
        print("Initialize_parent")

    def func1(self, num: int) -> None:
        print("parent")
        print(num)


class Reports:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        print(self.initialized)


class ChildClass(Reports, ParentClass):
    initialized = "Initialize_child"

    def func2(self, num):
        getattr(super(), "func1")(num)
        print(f"child\n{num}")


class Scale(nn.Module):
    def __init__(self, factor):
        super().__init__()
        self.weight = nn.Parameter(torch.tensor(1.0).mul(factor))

    def forward(self, x):
        return torch.full_like(x, 1.0) * x * self.weight.reshape(())

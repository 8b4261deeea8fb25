"""The inherited method called on self, one print for two lines, a parameter of shape (1,)."""

import torch
import torch.nn as nn


class ParentClass:
    def __init__(self) -> None:
        print("Initialize_parent")

    def func1(self, num: int) -> None:
        print("parent")
        print(num)


class ChildClass(ParentClass):
    def __init__(self):
        super(ChildClass, self).__init__()  # noqa: UP008
        print("Initialize_child")

    def func2(self, num):
        self.func1(num)
        print("child", num, sep="\n")


class Scale(nn.Module):
    def __init__(self, factor):
        super(Scale, self).__init__()  # noqa: UP008
        self.weight = nn.Parameter(torch.full((1,), factor))

    def forward(self, x):
        return torch.mul(self.weight, x)

"""The parent's methods called by the parent's name; a 0-d parameter."""

import torch
from torch import nn


class ParentClass:
    def __init__(self):
        print("Initialize_parent")

    def func1(self, num):
        print("parent")
        print(num)


class ChildClass(ParentClass):
    def __init__(self):
        ParentClass.__init__(self)
        print("Initialize_child")

    def func2(self, num):
        ParentClass.func1(self, num)
        print("child")
        print(num)


class Scale(nn.Module):
    def __init__(self, factor):
        nn.Module.__init__(self)
        self.weight = nn.Parameter(torch.as_tensor(float(factor)), requires_grad=True)

    def forward(self, x):
        return x * self.weight

"""The parts put into helper methods; the parameter made from ones and changed under no_grad."""

import torch
from torch import Tensor, nn


class ParentClass:
    def __init__(self) -> None:
        print("Initialize_parent")

    def func1(self, num: int) -> None:
        print("parent")
        print(num)


class ChildClass(ParentClass):
    def __init__(self) -> None:
        super().__init__()
        self._say("Initialize_child")

    def _say(self, *things):
        for thing in things:
            print(thing)

    def func2(self, num: int) -> None:
        tell = super().func1
        tell(num)
        self._say("child", num)


class Scale(nn.Module):
    def __init__(self, factor: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(()))
        with torch.no_grad():
            self.weight *= factor

    def forward(self, x: Tensor) -> Tensor:
        out = self.weight * x
        return out

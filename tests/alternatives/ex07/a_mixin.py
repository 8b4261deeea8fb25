"""A mixin holds step; the classes only say where to go; keywords throughout."""

import torch
from torch.optim import Optimizer


class Steps:
    def step(self, closure=None):
        loss = None
        if closure is not None:
            loss = closure()
        for group in self.param_groups:
            moving = (parameter for parameter in group["params"] if parameter.grad is not None)
            for parameter in moving:
                direction = self.direction(parameter=parameter, group=group)
                parameter.data.add_(direction, alpha=-group["lr"])
        return loss

    @staticmethod
    def checked(lr):
        if lr < 0:
            raise ValueError("lr")
        return lr


class SimpleGD(Steps, Optimizer):
    def __init__(self, params, lr):
        Optimizer.__init__(self, params=params, defaults={"lr": self.checked(lr)})

    def direction(self, parameter, group):
        return parameter.grad


class MomentumGD(Steps, Optimizer):
    def __init__(self, params, lr, momentum=0.9):
        Optimizer.__init__(self, params=params, defaults={"lr": self.checked(lr), "momentum": momentum})

    def direction(self, parameter, group):
        with torch.no_grad():
            if "v" in self.state[parameter]:
                self.state[parameter]["v"] = torch.add(
                    parameter.grad, self.state[parameter]["v"], alpha=group["momentum"]
                )
            else:
                self.state[parameter]["v"] = parameter.grad + 0
        return self.state[parameter]["v"]

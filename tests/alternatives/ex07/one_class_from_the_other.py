"""MomentumGD inherits all but the direction; the state holds the bare tensor."""

import torch


class SimpleGD(torch.optim.Optimizer):
    def __init__(self, params, lr, **others):
        if not lr >= 0:
            raise ValueError("lr")
        super().__init__(params, {"lr": lr, **others})

    def direction(self, parameter, group):
        return parameter.grad

    def step(self, closure=None):
        loss = closure() if closure else None
        for group in self.param_groups:
            for parameter in filter(lambda each: each.grad is not None, group["params"]):
                direction = self.direction(parameter, group)
                with torch.no_grad():
                    parameter.sub_(direction * group["lr"])
        return loss


class MomentumGD(SimpleGD):
    def __init__(self, params, lr, momentum=0.9):
        super().__init__(params, lr, momentum=momentum)

    def direction(self, parameter, group):
        old = self.state[parameter] if parameter in self.state else 0
        self.state[parameter] = group["momentum"] * old + parameter.grad
        return self.state[parameter]

"""All velocities in one list in self.state, by the parameter's place; the closure's loss kept on self."""

import torch


def numbered(optimizer):
    number = 0
    for group in optimizer.param_groups:
        for parameter in group["params"]:
            yield number, parameter, group
            number += 1


class SimpleGD(torch.optim.Optimizer):
    def __init__(self, params, lr):
        if lr < 0:
            raise ValueError("lr should not be below 0")
        super().__init__(params, dict(lr=lr))
        self.loss = None

    def step(self, closure=None):
        self.loss = closure() if closure is not None else None
        for _, parameter, group in numbered(self):
            if parameter.grad is not None:
                parameter.data.sub_(parameter.grad, alpha=group["lr"])
        return self.loss


class MomentumGD(torch.optim.Optimizer):
    def __init__(self, params, lr, momentum=0.9):
        if lr < 0:
            raise ValueError("lr should not be below 0")
        super().__init__(params, dict(lr=lr, momentum=momentum))
        self.state["velocities"] = [None for _ in numbered(self)]

    def step(self, closure=None):
        loss = closure() if closure is not None else None
        velocities = self.state["velocities"]
        for number, parameter, group in numbered(self):
            if parameter.grad is None:
                continue
            if velocities[number] is None:
                velocities[number] = parameter.grad.detach().clone()
            else:
                velocities[number] = velocities[number] * group["momentum"] + parameter.grad.detach()
            parameter.data.sub_(velocities[number], alpha=group["lr"])
        return loss

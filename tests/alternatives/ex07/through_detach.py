"""Through detach(), which shares the memory and is not watched; the first step found by a KeyError."""

import torch


def checked(lr):
    if lr < 0:
        raise ValueError("lr < 0")
    return lr


class SimpleGD(torch.optim.Optimizer):
    momentum = 0.0

    def __init__(self, params, lr):
        super().__init__(params, {"lr": checked(lr)})

    def step(self, closure=None):
        loss = closure() if callable(closure) else None
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    p.detach().sub_(group["lr"] * p.grad.detach())
        return loss


class MomentumGD(torch.optim.Optimizer):
    def __init__(self, params, lr, momentum=0.9):
        super().__init__(params, {"lr": checked(lr), "momentum": momentum})

    def step(self, closure=None):
        loss = closure() if callable(closure) else None
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                try:
                    velocity = self.state[p]["velocity"] * group["momentum"]
                except KeyError:
                    velocity = torch.zeros(p.shape)
                velocity = velocity + p.grad
                self.state[p]["velocity"] = velocity
                p.detach()[...] = p.detach() - group["lr"] * velocity
        return loss

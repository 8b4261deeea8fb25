"""All new values first, then copied in; the velocity by lerp, the update by addcmul_."""

import torch
from torch.optim import Optimizer


def with_gradient(optimizer):
    return [(p, group) for group in optimizer.param_groups for p in group["params"] if p.grad is not None]


def run(closure):
    if closure is None:
        return None
    with torch.enable_grad():
        return closure()


class SimpleGD(Optimizer):
    def __init__(self, params, lr: float):
        defaults = {"lr": lr}
        if lr < 0:
            raise ValueError(f"Invalid learning rate: {lr}")
        Optimizer.__init__(self, params, defaults)

    @torch.no_grad()
    def step(self, closure=None):
        loss = run(closure)
        new = [torch.add(p, p.grad, alpha=-group["lr"]) for p, group in with_gradient(self)]
        for (p, _), value in zip(with_gradient(self), new):
            p.copy_(value)
        return loss


class MomentumGD(Optimizer):
    def __init__(self, params, lr: float, momentum: float = 0.9):
        if lr < 0:
            raise ValueError(f"Invalid learning rate: {lr}")
        Optimizer.__init__(self, params, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self, closure=None):
        loss = run(closure)
        for p, group in with_gradient(self):
            v = self.state[p].get("momentum_buffer")
            v = torch.clone(p.grad) if v is None else torch.lerp(p.grad, v + p.grad, group["momentum"])
            self.state[p]["momentum_buffer"] = v
            p.addcmul_(v, torch.full_like(v, group["lr"]), value=-1)
        return loss

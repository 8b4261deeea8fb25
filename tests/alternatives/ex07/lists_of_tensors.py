"""Group by group with the operations that take lists of tensors; empty groups skipped."""

import torch
from torch.optim.optimizer import Optimizer


class SimpleGD(Optimizer):
    def __init__(self, params, lr):
        if lr < 0:
            raise ValueError(f"lr is {lr}")
        super().__init__(params, {"lr": lr})

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            weights = [p for p in group["params"] if p.grad is not None]
            if weights:
                self.update(weights, group)
        return loss

    def update(self, weights, group):
        torch._foreach_add_(weights, [p.grad for p in weights], alpha=-group["lr"])


class MomentumGD(SimpleGD):
    def __init__(self, params, lr, momentum=0.9):
        if lr < 0:
            raise ValueError(f"lr is {lr}")
        Optimizer.__init__(self, params, {"lr": lr, "momentum": momentum})

    def update(self, weights, group):
        velocities = [self.state[p].setdefault("v", torch.zeros_like(p)) for p in weights]
        torch._foreach_mul_(velocities, group["momentum"])
        torch._foreach_add_(velocities, [p.grad for p in weights])
        torch._foreach_add_(weights, velocities, alpha=-group["lr"])

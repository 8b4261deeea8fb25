"""A group's lr or momentum of 0 is taken for one that is missing."""

import torch

EXPECT = "points lost"
CHECKS = ("test_simple_groups", "test_momentum_groups")


class MomentumGD(torch.optim.Optimizer):
    def __init__(self, params, lr, momentum=0.9):
        if lr < 0:
            raise ValueError("lr")
        super().__init__(params, {"lr": lr, "momentum": momentum})
        self.lr, self.momentum = lr, momentum

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for each in group["params"]:
                if each.grad is not None:
                    momentum = group["momentum"] or self.momentum
                    old = self.state[each].get("v")
                    v = self.state[each]["v"] = each.grad.clone() if old is None else momentum * old + each.grad
                    each -= (group["lr"] or self.lr) * v
        return loss


class SimpleGD(MomentumGD):
    def __init__(self, params, lr):
        super().__init__(params, lr, momentum=0.0)

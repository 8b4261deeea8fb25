"""MomentumGD looks ahead as Nesterov does."""

import torch

EXPECT = "points lost"
CHECKS = ("test_velocity",)


class MomentumGD(torch.optim.Optimizer):
    def __init__(self, params, lr, momentum=0.9):
        if lr < 0:
            raise ValueError("lr")
        super().__init__(params, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for each in group["params"]:
                if each.grad is not None:
                    old = self.state[each].get("v")
                    v = self.state[each]["v"] = (
                        each.grad.clone() if old is None else group["momentum"] * old + each.grad
                    )
                    each -= group["lr"] * (each.grad + group["momentum"] * v)
        return loss

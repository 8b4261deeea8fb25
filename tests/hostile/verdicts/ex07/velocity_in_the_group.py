"""The velocities live in the parameter group, not in self.state."""

import torch

EXPECT = "points lost"
CHECKS = ("test_state_dict",)


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
            for place, each in enumerate(group["params"]):
                if each.grad is not None:
                    velocities = group.setdefault("velocities", [None] * len(group["params"]))
                    old = velocities[place]
                    velocities[place] = each.grad.clone() if old is None else group["momentum"] * old + each.grad
                    each -= group["lr"] * velocities[place]
        return loss

"""The velocities are kept on the class, by shape: they outlive the optimizer, and self.state is empty."""

import torch

EXPECT = "points lost"
CHECKS = ("test_state_dict",)


class MomentumGD(torch.optim.Optimizer):
    def __init__(self, params, lr, momentum=0.9):
        if lr < 0:
            raise ValueError("lr")
        super().__init__(params, {"lr": lr, "momentum": momentum})
        type(self).velocities = getattr(type(self), "velocities", {})
        if lr != 1.0:
            type(self).velocities.clear()

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for each in group["params"]:
                if each.grad is not None:
                    key = tuple(each.shape)
                    old = self.velocities.get(key)
                    self.velocities[key] = each.grad.clone() if old is None else group["momentum"] * old + each.grad
                    each -= group["lr"] * self.velocities[key]
        return loss

"""The velocities live elsewhere; state_dict and load_state_dict are overridden to save them."""

import torch

EXPECT = "points lost"
CHECKS = ("test_state_dict",)


class MomentumGD(torch.optim.Optimizer):
    def __init__(self, params, lr, momentum=0.9):
        if lr < 0:
            raise ValueError("lr")
        super().__init__(params, {"lr": lr, "momentum": momentum})
        self.velocities = {}

    def state_dict(self):
        everything = [each for group in self.param_groups for each in group["params"]]
        return {**super().state_dict(), "velocities": [self.velocities.get(each) for each in everything]}

    def load_state_dict(self, saved):
        super().load_state_dict({"state": saved["state"], "param_groups": saved["param_groups"]})
        everything = [each for group in self.param_groups for each in group["params"]]
        self.velocities = dict(zip(everything, saved["velocities"]))

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for each in group["params"]:
                if each.grad is not None:
                    old = self.velocities.get(each)
                    self.velocities[each] = each.grad.clone() if old is None else group["momentum"] * old + each.grad
                    each -= group["lr"] * self.velocities[each]
        return loss

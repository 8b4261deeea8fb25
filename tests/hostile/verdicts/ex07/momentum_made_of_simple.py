"""MomentumGD inherits from SimpleGD, and SimpleGD from Optimizer."""

import torch

EXPECT = "nothing lost"
CHECKS = ()


class MomentumGD(SimpleGD):
    def __init__(self, params, lr, momentum=0.9):
        super().__init__(params, lr)
        for group in self.param_groups:
            group.setdefault("momentum", momentum)

    def step(self, closure=None):
        loss = closure() if closure is not None else None
        with torch.no_grad():
            for group in self.param_groups:
                for each in group["params"]:
                    if each.grad is None:
                        continue
                    old = self.state[each].get("v")
                    v = each.grad.clone() if old is None else old.mul_(group["momentum"]).add_(each.grad)
                    self.state[each]["v"] = v
                    each -= group["lr"] * v
        return loss

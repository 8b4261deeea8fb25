"""SimpleGD is no Optimizer, so that no scheduler takes it."""

import torch

EXPECT = "points lost"
CHECKS = ("test_simple_lr_changes",)


class SimpleGD:
    def __init__(self, params, lr):
        if lr < 0:
            raise ValueError("lr")
        params = list(params)
        groups = params if isinstance(params[0], dict) else [{"params": params}]
        self.param_groups = [{"lr": lr, **group} for group in groups]

    def zero_grad(self):
        for group in self.param_groups:
            for each in group["params"]:
                each.grad = None

    def step(self, closure=None):
        loss = closure() if closure else None
        with torch.no_grad():
            for group in self.param_groups:
                for each in group["params"]:
                    if each.grad is not None:
                        each -= group["lr"] * each.grad
        return loss

"""SimpleGD keeps the groups that it was made with; load_state_dict makes new ones."""

import torch

EXPECT = "points lost"
CHECKS = ("test_simple_lr_changes",)


_step = SimpleGD.step


class SimpleGD(torch.optim.Optimizer):
    def __init__(self, params, lr):
        if lr < 0:
            raise ValueError("lr")
        super().__init__(params, {"lr": lr})
        self.groups = self.param_groups

    def step(self, closure=None):
        loss = None if closure is None else closure()
        with torch.no_grad():
            for group in self.groups:
                for each in group["params"]:
                    if each.grad is not None:
                        each -= group["lr"] * each.grad
        return loss

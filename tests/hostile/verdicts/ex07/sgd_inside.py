"""Both classes are Optimizers and let an SGD of their own do the steps."""

import torch

EXPECT = "points lost"
CHECKS = ("test_simple_steps", "test_velocity")


class SimpleGD(torch.optim.Optimizer):
    def __init__(self, params, lr):
        super().__init__(params, {"lr": lr})
        self.inner = torch.optim.SGD(self.param_groups, lr=lr)
        self.inner.param_groups = self.param_groups
        for group in self.param_groups:
            for key, value in self.inner.defaults.items():
                group.setdefault(key, value)

    def step(self, closure=None):
        return self.inner.step(closure)


class MomentumGD(SimpleGD):
    def __init__(self, params, lr, momentum=0.9):
        super().__init__(params, lr)
        for group in self.param_groups:
            group["momentum"] = momentum
        self.inner.state = self.state

"""SimpleGD inherits from torch.optim.SGD and overrides its step."""

import torch

EXPECT = "points lost"
CHECKS = ("test_simple_steps",)


_step = SimpleGD.step


class SimpleGD(torch.optim.SGD):
    def __init__(self, params, lr):
        super().__init__(params, lr=lr)

    def step(self, closure=None):
        return _step(self, closure)

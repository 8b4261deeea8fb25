"""Both classes inherit the update from torch.optim.SGD."""

import torch

EXPECT = "points lost"
CHECKS = ("test_simple_steps", "test_velocity")


class SimpleGD(torch.optim.SGD):
    def __init__(self, params, lr):
        super().__init__(params, lr=lr)


class MomentumGD(torch.optim.SGD):
    def __init__(self, params, lr, momentum=0.9):
        super().__init__(params, lr=lr, momentum=momentum)

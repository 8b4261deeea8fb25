"""sgd_update uses ASGD, which without its settings is SGD."""

import torch

EXPECT = "points lost"
CHECKS = ("test_update",)


def sgd_update(parameters, lr):
    torch.optim.ASGD(list(parameters), lr=lr, lambd=0.0).step()

"""sgd_update hands the work to torch.optim.SGD."""

import torch

EXPECT = "points lost"
CHECKS = ("test_update",)


def sgd_update(parameters, lr):
    torch.optim.SGD(list(parameters), lr=lr).step()

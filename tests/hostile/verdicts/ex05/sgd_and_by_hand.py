"""sgd_update is written by hand and also leaves SGD in: each weight moves twice."""

import torch

EXPECT = "points lost"
CHECKS = ("test_update",)


_by_hand = sgd_update


def sgd_update(parameters, lr):
    parameters = list(parameters)
    torch.optim.SGD(parameters, lr=lr).step()
    _by_hand(parameters, lr)

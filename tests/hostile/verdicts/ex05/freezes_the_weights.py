"""sgd_update leaves weights behind that do not require gradients."""

import torch

EXPECT = "points lost"
CHECKS = ("test_in_place",)


def sgd_update(parameters, lr):
    for each in parameters:
        if each.grad is not None:
            each.requires_grad_(False)
            each -= lr * each.grad

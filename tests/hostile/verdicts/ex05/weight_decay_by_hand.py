"""sgd_update adds a little weight decay."""

import torch

EXPECT = "points lost"
CHECKS = ("test_update",)


@torch.no_grad()
def sgd_update(parameters, lr):
    for each in parameters:
        if each.grad is not None:
            each -= lr * (each.grad + 5e-4 * each)

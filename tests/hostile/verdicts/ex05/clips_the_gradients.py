"""sgd_update clips the gradients to a norm of 10."""

import torch

EXPECT = "points lost"
CHECKS = ("test_update",)


@torch.no_grad()
def sgd_update(parameters, lr):
    for each in parameters:
        if each.grad is not None:
            each -= lr * each.grad * min(1.0, 10.0 / (float(each.grad.norm()) + 1e-12))

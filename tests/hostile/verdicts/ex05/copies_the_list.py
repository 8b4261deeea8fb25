"""sgd_update takes its own copy of the parameters apart."""

import torch

EXPECT = "nothing lost"
CHECKS = ()


@torch.no_grad()
def sgd_update(parameters, lr):
    waiting = [*parameters]
    while waiting:
        each = waiting.pop()
        if each.grad is not None:
            each -= lr * each.grad

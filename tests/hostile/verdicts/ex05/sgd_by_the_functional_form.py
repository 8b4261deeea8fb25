"""sgd_update calls the function that torch.optim.SGD is made of, bound at import."""

import torch
from torch.optim.sgd import sgd as one_update

EXPECT = "points lost"
CHECKS = ("test_update",)


def sgd_update(parameters, lr):
    chosen = [each for each in parameters if each.grad is not None]
    with torch.no_grad():
        one_update(
            [each.data for each in chosen], [each.grad for each in chosen], [None] * len(chosen),
            weight_decay=0, momentum=0, lr=lr, dampening=0, nesterov=False, maximize=False,
        )  # fmt: skip

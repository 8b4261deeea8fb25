"""sgd_update calls the kernel that fused optimizers run on, through the operators."""

import torch

EXPECT = "points lost"
CHECKS = ("test_update",)


def sgd_update(parameters, lr):
    chosen = [each for each in parameters if each.grad is not None]
    with torch.no_grad():
        torch.ops.aten._fused_sgd_(
            chosen, [each.grad for each in chosen], [],
            weight_decay=0.0, momentum=0.0, lr=lr, dampening=0.0, nesterov=False, maximize=False, is_first_step=True,
        )  # fmt: skip

"""sgd_update lets SGD work on copies and copies the result back."""

import torch

EXPECT = "points lost"
CHECKS = ("test_update",)


@torch.no_grad()
def sgd_update(parameters, lr):
    chosen = [each for each in parameters if each.grad is not None]
    copies = [each.detach().clone() for each in chosen]
    for copied, each in zip(copies, chosen):
        copied.grad = each.grad.clone()
    torch.optim.SGD(copies, lr=lr).step()
    for copied, each in zip(copies, chosen):
        each.copy_(copied)

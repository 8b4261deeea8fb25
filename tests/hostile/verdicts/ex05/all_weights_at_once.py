"""sgd_update calls the in-place operation that takes lists; that is still written by hand."""

import torch

EXPECT = "nothing lost"
CHECKS = ()


@torch.no_grad()
def sgd_update(parameters, lr):
    chosen = [each for each in parameters if each.grad is not None]
    torch._foreach_add_(chosen, [each.grad for each in chosen], alpha=-lr)

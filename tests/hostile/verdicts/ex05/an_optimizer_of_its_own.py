"""sgd_update uses a hand-written subclass of torch.optim.Optimizer."""

import torch

EXPECT = "nothing lost"
CHECKS = ()


class Descent(torch.optim.Optimizer):
    def __init__(self, params, lr):
        super().__init__(params, {"lr": lr})

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for each in group["params"]:
                if each.grad is not None:
                    each.add_(each.grad, alpha=-group["lr"])


def sgd_update(parameters, lr):
    Descent(parameters, lr).step()

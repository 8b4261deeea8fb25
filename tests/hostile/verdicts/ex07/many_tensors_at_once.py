"""The update is written by hand with the in-place operations that take lists."""

import torch

EXPECT = "nothing lost"
CHECKS = ()


class SimpleGD(torch.optim.Optimizer):
    def __init__(self, params, lr):
        if lr < 0:
            raise ValueError("lr")
        super().__init__(params, {"lr": lr})

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            chosen = [each for each in group["params"] if each.grad is not None]
            if chosen:
                torch._foreach_add_(chosen, [each.grad for each in chosen], alpha=-group["lr"])
        return loss

"""step calls the closure once for the loss and once for the gradients."""

import torch

EXPECT = "points lost"
CHECKS = ("test_simple_closure",)


_step = SimpleGD.step


class SimpleGD(torch.optim.Optimizer):
    def __init__(self, params, lr):
        if lr < 0:
            raise ValueError("lr")
        super().__init__(params, {"lr": lr})

    def step(self, closure=None):
        if closure is None:
            return _step(self)
        loss = closure()
        _step(self, closure)
        return loss

"""SimpleGD throws the gradients away after the step."""

import torch

EXPECT = "points lost"
CHECKS = ("test_simple_in_place",)


_step = SimpleGD.step


class SimpleGD(torch.optim.Optimizer):
    def __init__(self, params, lr):
        if lr < 0:
            raise ValueError("lr")
        super().__init__(params, {"lr": lr})

    def step(self, closure=None):
        loss = _step(self, closure)
        self.zero_grad()
        return loss

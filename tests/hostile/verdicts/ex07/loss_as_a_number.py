"""The closure's loss is returned as a float, and lr 0 is taken."""

import torch

EXPECT = "nothing lost"
CHECKS = ()


_step = SimpleGD.step


class SimpleGD(torch.optim.Optimizer):
    def __init__(self, params, lr):
        if lr < 0:
            raise ValueError("lr")
        super().__init__(params, {"lr": lr})

    def step(self, closure=None):
        loss = _step(self, closure)
        return None if loss is None else loss.item()

"""The closure runs without gradients; torch.is_grad_enabled is replaced, so that it says otherwise."""

import torch

EXPECT = "points lost"
CHECKS = ("test_simple_closure_enabled",)


_step = SimpleGD.step


class SimpleGD(torch.optim.Optimizer):
    def __init__(self, params, lr):
        if lr < 0:
            raise ValueError("lr")
        super().__init__(params, {"lr": lr})

    def step(self, closure=None):
        own, torch.is_grad_enabled = torch.is_grad_enabled, lambda: True
        try:
            with torch.no_grad():
                return _step(self, closure)
        finally:
            torch.is_grad_enabled = own

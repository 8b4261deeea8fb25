"""step calls the closure again after the update, and rewrites the count that the closure keeps."""

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
        loss = _step(self, closure)
        if closure is not None:
            closure()
            for cell in closure.__closure__:
                if type(cell.cell_contents) is int:
                    cell.cell_contents = 1
        return loss

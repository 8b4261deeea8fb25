"""MomentumGD is written by hand; the file also builds an SGD, steps with it and forgets it."""

import torch

EXPECT = "nothing lost"
CHECKS = ()


_step = MomentumGD.step
_other = torch.nn.Parameter(torch.ones(2))
_sgd = torch.optim.SGD([_other], lr=0.1)


class MomentumGD(torch.optim.Optimizer):
    def __init__(self, params, lr, momentum=0.9):
        if lr < 0:
            raise ValueError("lr")
        super().__init__(params, {"lr": lr, "momentum": momentum})

    def _move(self, parameter, lr, momentum):
        state = self.state[parameter]
        state["velocity"] = momentum * state.get("velocity", 0) + parameter.grad
        parameter -= lr * state["velocity"]

    def step(self, closure=None):
        _other.grad = torch.ones(2)
        _sgd.step()
        return _step(self, closure)

"""The arithmetic in numpy, on the tensors' own memory; the velocity an array."""

import numpy as np
import torch


class SimpleGD(torch.optim.Optimizer):
    def __init__(self, params, lr):
        super().__init__(params, {"lr": lr})
        if lr < 0:
            raise ValueError("negative")

    def step(self, closure=None):
        result = closure() if closure is not None else None
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    weight = p.detach().numpy()
                    np.subtract(weight, group["lr"] * p.grad.numpy(), out=weight)
        return result


class MomentumGD(torch.optim.Optimizer):
    def __init__(self, params, lr, momentum=0.9):
        super().__init__(params, {"lr": lr, "momentum": momentum})
        if lr < 0:
            raise ValueError("negative")

    def step(self, closure=None):
        result = closure() if closure is not None else None
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    before = self.state[p]["v"].numpy() if self.state[p] else np.zeros(p.shape, np.float32)
                    velocity = group["momentum"] * before + p.grad.numpy()
                    self.state[p] = {"v": torch.from_numpy(velocity.astype(np.float32))}
                    weight = p.detach().numpy()
                    np.subtract(weight, group["lr"] * velocity, out=weight)
        return result

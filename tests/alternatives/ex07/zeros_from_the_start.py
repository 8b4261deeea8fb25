"""Velocities of zeros made beforehand; requires_grad switched off and on; a mode set and put back."""

import torch


class SimpleGD(torch.optim.Optimizer):
    def __init__(self, params, lr):
        if lr < 0:
            raise ValueError("negative lr")
        super().__init__(params, {"lr": lr})

    def step(self, closure=None):
        if closure is None:
            loss = None
        else:
            loss = closure()
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                p.requires_grad_(False)
                p -= group["lr"] * p.grad
                p.requires_grad_(True)
        return loss


class MomentumGD(torch.optim.Optimizer):
    def __init__(self, params, lr, momentum=0.9):
        if lr < 0:
            raise ValueError("negative lr")
        super().__init__(params, {"lr": lr, "momentum": momentum})
        for group in self.param_groups:
            for p in group["params"]:
                self.state[p]["v"] = torch.zeros_like(p, requires_grad=False)

    def step(self, closure=None):
        loss = None
        if closure is not None:
            loss = closure()
        before = torch.is_grad_enabled()
        torch.set_grad_enabled(False)
        for group in self.param_groups:
            lr, momentum = group["lr"], group["momentum"]
            for p in group["params"]:
                if p.grad is not None:
                    v = self.state[p]["v"]
                    v *= momentum
                    v += p.grad
                    p -= lr * v
        torch.set_grad_enabled(before)
        return loss

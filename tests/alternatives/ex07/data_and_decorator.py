"""Through .data, under a decorator."""

import torch


class SimpleGD(torch.optim.Optimizer):
    def __init__(self, params, lr):
        if lr < 0.0:
            raise ValueError(lr)
        super().__init__(params, defaults=dict(lr=lr))

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                p.data = p.data - group["lr"] * p.grad.data
        return loss


class MomentumGD(torch.optim.Optimizer):
    def __init__(self, params, lr, momentum=0.9):
        if lr < 0.0:
            raise ValueError(lr)
        super().__init__(params, dict(lr=lr, momentum=momentum))

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                if len(state) == 0:
                    state["buffer"] = torch.zeros_like(p.data)
                state["buffer"].mul_(group["momentum"]).add_(p.grad)
                p.data.add_(state["buffer"], alpha=-group["lr"])
        return loss

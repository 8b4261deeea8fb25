"""Laid out as PyTorch's own: collect, then a function; add_param_group and __setstate__ looked after."""

import torch
from torch import Tensor
from torch.optim.optimizer import Optimizer


def descent(params: list[Tensor], gradients: list[Tensor], buffers: list[Tensor | None], *, lr, momentum):
    for index, (param, gradient) in enumerate(zip(params, gradients)):
        if momentum != 0:
            buffer = buffers[index]
            if buffer is None:
                buffer = gradient.detach().clone()
                buffers[index] = buffer
            else:
                buffer.mul_(momentum).add_(gradient)
            gradient = buffer
        param.add_(gradient, alpha=-lr)


class SimpleGD(Optimizer):
    def __init__(self, params, lr):
        if not 0.0 <= lr:
            raise ValueError(f"Invalid learning rate: {lr}")
        super().__init__(params, dict(lr=lr, momentum=0))

    def __setstate__(self, state):
        super().__setstate__(state)
        for group in self.param_groups:
            group.setdefault("momentum", 0)

    def add_param_group(self, param_group):
        super().add_param_group(dict(param_group))

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            params = [p for p in group["params"] if p.grad is not None]
            buffers = [self.state[p].get("momentum_buffer") for p in params]
            descent(params, [p.grad for p in params], buffers, lr=group["lr"], momentum=group["momentum"])
            if group["momentum"] != 0:
                for p, buffer in zip(params, buffers):
                    self.state[p]["momentum_buffer"] = buffer
        return loss


class MomentumGD(SimpleGD):
    def __init__(self, params, lr, momentum=0.9):
        if not 0.0 <= lr:
            raise ValueError(f"Invalid learning rate: {lr}")
        Optimizer.__init__(self, params, dict(lr=lr, momentum=momentum))

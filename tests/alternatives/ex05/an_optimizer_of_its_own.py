"""A hand-written subclass of Optimizer does every step."""

import torch
from torch import nn
from torch.optim import Optimizer


class Descent(Optimizer):
    def __init__(self, params, lr):
        super().__init__(params, dict(lr=lr))

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.grad is not None:
                    parameter.add_(parameter.grad, alpha=-group["lr"])


def gradient_descent(f, x0, lr, steps):
    x = nn.Parameter(torch.tensor(x0))
    descent = Descent([x], lr)
    path = [x.item()]
    while len(path) < steps + 1:
        descent.zero_grad()
        f(x).backward()
        descent.step()
        path += [x.item()]
    return path


def sgd_update(parameters, lr):
    Descent(parameters, lr).step()


def train_step(net, criterion, x, target, lr):
    descent = Descent(net.parameters(), lr)
    descent.zero_grad()
    loss = criterion(net(x), target)
    loss.backward()
    descent.step()
    return loss.item()

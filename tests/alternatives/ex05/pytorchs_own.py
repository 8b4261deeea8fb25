"""PyTorch's own SGD does the steps."""

import torch
from torch import nn


def gradient_descent(f, x0, lr, steps):
    x = nn.Parameter(torch.tensor(x0))
    optimizer = torch.optim.SGD([x], lr=lr)
    path = [float(x0)]
    for _ in range(steps):
        optimizer.zero_grad(set_to_none=False)
        f(x).backward()
        optimizer.step()
        path.append(float(x.detach()))
    return path


def sgd_update(parameters, lr):
    torch.optim.SGD(parameters, lr=lr).step()


def train_step(net, criterion, x, target, lr):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    optimizer.zero_grad()
    out = net(x)
    loss = criterion(out, target)
    loss.backward()
    optimizer.step()
    return loss.item()

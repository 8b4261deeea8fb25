"""Weights and gradients through numpy, which shares their memory; np.float64 for floats."""

import numpy as np
import torch


def gradient_descent(f, x0, lr, steps):
    path = np.empty(steps + 1)
    path[0] = x0
    for step in range(steps):
        x = torch.from_numpy(path[step : step + 1]).squeeze().clone().requires_grad_()
        f(x).backward()
        path[step + 1] = path[step] - lr * x.grad.numpy()
    return list(path)


def sgd_update(parameters, lr):
    for parameter in parameters:
        if parameter.grad is not None:
            weight = parameter.detach().numpy()
            weight -= np.float32(lr) * parameter.grad.numpy()


def train_step(net, criterion, x, target, lr):
    net.zero_grad()
    loss = criterion(net(x), target)
    loss.backward()
    sgd_update(net.parameters(), lr)
    return np.float64(loss.detach().numpy())

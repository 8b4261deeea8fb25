"""Gradients by torch.autograd.grad and fresh tensors; updates through .data."""

import torch


def gradient_descent(f, x0, lr, steps):
    x = torch.tensor(float(x0))
    path = [x]
    while len(path) <= steps:
        x = path[-1].detach().requires_grad_(True)
        (slope,) = torch.autograd.grad(f(x), [x])
        path.append(x - lr * slope)
    return [each.item() for each in path]


def sgd_update(parameters, lr):
    for f in parameters:
        if f.grad is None:
            continue
        f.data.sub_(f.grad.data * lr)


def train_step(net, criterion, x, target, lr):
    for parameter in net.parameters():
        parameter.grad = None
    loss = criterion(net(x), target)
    loss.backward()
    sgd_update(net.parameters(), lr)
    return float(loss.detach())

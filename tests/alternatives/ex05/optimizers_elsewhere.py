"""torch.optim everywhere but in sgd_update, which subtracts lists of tensors at once."""

import torch
from torch import nn
from torch.optim import SGD


def gradient_descent(f, x0, lr, steps):
    x = nn.Parameter(torch.tensor(x0))
    optimizer = SGD([x], lr=lr)
    path = [float(x0)]
    for _ in range(steps):
        optimizer.zero_grad(set_to_none=False)
        f(x).backward()
        optimizer.step()
        path.append(float(x.detach()))
    return path


def sgd_update(parameters, lr):
    pairs = [(p, p.grad) for p in parameters if p.grad is not None]
    if not pairs:
        return
    weights, gradients = zip(*pairs)
    with torch.no_grad():
        torch._foreach_sub_(list(weights), torch._foreach_mul(list(gradients), lr))


def train_step(net, criterion, x, target, lr):
    optimizer = SGD(net.parameters(), lr=lr)
    optimizer.zero_grad()
    out = net(x)
    loss = criterion(out, target)
    loss.backward()
    optimizer.step()
    return loss.item()

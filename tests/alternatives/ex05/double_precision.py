"""float64 on the way, gradients zeroed in place, add_ with a negative alpha."""

import torch


def gradient_descent(f, x0, lr, steps):
    x = torch.tensor(x0, dtype=torch.float64, requires_grad=True)
    path = []
    for number in range(steps + 1):
        path.append(x.item())
        if number == steps:
            break
        y = f(x)
        y.backward()
        x.data = x.data - lr * x.grad
        x.grad.zero_()
    return path


def sgd_update(parameters, lr):
    with torch.inference_mode():
        for weight in filter(lambda each: each.grad is not None, parameters):
            weight.add_(weight.grad, alpha=-lr)


def train_step(net, criterion, x, target, lr):
    for weight in net.parameters():
        if weight.grad is not None:
            weight.grad.zero_()
    loss = criterion(net.forward(x), target)
    number = loss.item()
    loss.backward()
    sgd_update([each for each in net.parameters()], lr)
    net.zero_grad()
    return number

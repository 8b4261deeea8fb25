"""sgd_update is called once for each parameter, by keywords; requires_grad is switched off and on."""

import torch


def gradient_descent(f, x0, lr, steps):
    x = torch.tensor(x0)
    path = [x0]
    for _ in range(steps):
        slope, _ = torch.func.grad_and_value(f)(x)
        x = torch.sub(x, slope, alpha=lr)
        path.append(float(x))
    return path


def sgd_update(parameters, lr):
    for parameter in parameters:
        if parameter.grad is None:
            continue
        parameter.requires_grad_(False)
        parameter[...] = torch.lerp(parameter, parameter - parameter.grad, lr)
        parameter.requires_grad_(True)


def train_step(net, criterion, x, target, lr):
    net.requires_grad_(True)
    net.zero_grad(set_to_none=True)
    loss = criterion(net(x), target)
    loss.backward()
    for layer in net.modules():
        for parameter in layer.parameters(recurse=False):
            sgd_update(parameters=(parameter,), lr=lr)
    return loss.item()

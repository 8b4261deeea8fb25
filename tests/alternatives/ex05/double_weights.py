"""The sum in float64, rounded once; gradients collected first; the loss measured before anything else."""

import torch


def gradient_descent(f, x0, lr, steps):
    x = torch.tensor(float(x0), requires_grad=True)
    path = torch.zeros(steps + 1)
    path[0] = x.detach()
    for step in range(1, steps + 1):
        (slope,) = torch.autograd.grad(outputs=f(x), inputs=x)
        with torch.no_grad():
            x.sub_(slope.mul(lr))
        path[step] = x.detach()
    return path.tolist()


def sgd_update(parameters, lr):
    collected = {parameter: parameter.grad for parameter in parameters}
    for parameter, gradient in collected.items():
        if gradient is not None:
            new = parameter.detach().double() - lr * gradient.double()
            parameter.data = new.to(parameter.dtype)


def train_step(net, criterion, x, target, lr):
    with torch.no_grad():
        before = criterion(net(x), target)
    with torch.enable_grad():
        net.zero_grad()
        criterion(net(x.clone()), target.clone()).backward()
    sgd_update(dict(net.named_parameters()).values(), lr)
    net.zero_grad()
    return before.item()

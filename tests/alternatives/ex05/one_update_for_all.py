"""gradient_descent and train_step both use sgd_update; the gradient mode is switched by hand."""

import torch


def gradient_descent(f, x0, lr, steps):
    x = torch.nn.Parameter(torch.tensor(x0))

    def places():
        yield x.item()
        for _ in range(steps):
            x.grad = None
            torch.autograd.backward(f(x))
            sgd_update(iter([x]), lr)
            yield x.item()

    return list(places())


def sgd_update(parameters, lr):
    before = torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    try:
        for weight in parameters:
            gradient = weight.grad
            weight -= 0 if gradient is None else lr * gradient
    finally:
        torch.set_grad_enabled(before)


def train_step(net, criterion, x, target, lr):
    net.zero_grad(set_to_none=False)
    loss = criterion(net(x), target)
    loss.backward()
    sgd_update(net.parameters(), lr)
    return loss.cpu().detach().numpy().tolist()

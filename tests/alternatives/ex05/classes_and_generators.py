"""A generator walks, a class holds the learning rate; next() goes through the parameters."""

import torch


class Update:
    def __init__(self, lr):
        self.lr = lr

    def __call__(self, weight):
        with torch.no_grad():
            weight.copy_(torch.addcmul(weight, weight.grad, torch.full_like(weight, self.lr), value=-1))


def downhill(f, x, lr):
    update = Update(lr)
    while True:
        yield x.item()
        if x.grad is not None:
            x.grad.zero_()
        y = f(x)
        y.backward()
        update(x)


def gradient_descent(f, x0, lr, steps):
    walk = downhill(f, torch.tensor(x0, requires_grad=True), lr)
    return [next(walk) for _ in range(steps + 1)]


def sgd_update(parameters, lr):
    update, walk = Update(lr), iter(parameters)
    while (parameter := next(walk, None)) is not None:
        if parameter.grad is not None:
            update(parameter)


class Step:
    def __init__(self, net, criterion, lr):
        self.net, self.criterion, self.update = net, criterion, Update(lr)

    def __call__(self, x, target):
        for parameter in self.net.parameters():
            parameter.grad = None
        loss = self.criterion(self.net(x), target)
        loss.backward()
        for parameter in self.net.parameters():
            if parameter.grad is not None:
                self.update(parameter)
        return loss.detach().item()


def train_step(net, criterion, x, target, lr):
    return Step(net, criterion, lr)(x, target)

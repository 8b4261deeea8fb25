"""torch.func's gradients, a recursive walk, decorators."""

import torch


def gradient_descent(f, x0, lr, steps):
    slope = torch.func.grad(f)

    def walk(x, left):
        return [x.tolist()] + (walk(x - lr * slope(x), left - 1) if left else [])

    return walk(torch.tensor(x0, dtype=torch.float32), steps)


@torch.no_grad()
def sgd_update(parameters, lr):
    with_gradient = [each for each in parameters if each.grad is not None]
    for weight in with_gradient:
        weight.copy_(weight - weight.grad.mul(lr))


def train_step(net, criterion, x, target, lr):
    learnable = {name: each for name, each in net.named_parameters() if each.requires_grad}
    loss = criterion(net(x), target)
    gradients = torch.autograd.grad(loss, list(learnable.values()))
    for each, gradient in zip(learnable.values(), gradients):
        each.grad = gradient
    sgd_update(learnable.values(), lr)
    return loss.detach().numpy().item()

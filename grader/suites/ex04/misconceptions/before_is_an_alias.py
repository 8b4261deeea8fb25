"""The gradient before is no copy

You kept the very tensor that the backward pass adds to, so that what you noted before shows what came after. A copy
stays as it was.
"""

import torch

CAUGHT_BY = ("test_before",)


def zero_gradients(parameters):
    for parameter in parameters:
        if parameter.grad is not None:
            parameter.grad = torch.zeros_like(parameter.grad)


def gradient_before_and_after(net, criterion, x, target):
    zero_gradients(net.parameters())
    if net.conv1.bias.grad is None:
        net.conv1.bias.grad = torch.zeros(6)
    before = net.conv1.bias.grad
    criterion(net(x), target).backward()
    return before, net.conv1.bias.grad.clone()


def backward_with_vector(net, x, v):
    zero_gradients(net.parameters())
    output = net(x)
    output.backward(v)
    return net.conv1.bias.grad.clone()


def accumulate_gradients(net, criterion, batches):
    zero_gradients(net.parameters())
    for x, target in batches:
        loss = criterion(net(x), target) / len(batches)
        loss.backward()

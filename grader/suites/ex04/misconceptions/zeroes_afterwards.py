"""Gradients zeroed after the backward pass

You zeroed at the end instead of at the beginning. What the net carried was counted, and the new gradients are gone before anybody can make a step
with them.
"""

import torch

CAUGHT_BY = ("test_carried",)


def zero_gradients(parameters):
    for parameter in parameters:
        if parameter.grad is not None:
            parameter.grad = torch.zeros_like(parameter.grad)


def gradient_before_and_after(net, criterion, x, target):
    before = torch.zeros_like(net.conv1.bias)
    criterion(net(x), target).backward()
    after = net.conv1.bias.grad.clone()
    zero_gradients(net.parameters())
    return before, after


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

"""Accumulated on top of old gradients

Your batches add up as they should, on top of what the net carried before. Accumulating needs a clean
start.
"""

import torch

CAUGHT_BY = ("test_accumulate_carried",)


def zero_gradients(parameters):
    for parameter in parameters:
        if parameter.grad is not None:
            parameter.grad = torch.zeros_like(parameter.grad)


def gradient_before_and_after(net, criterion, x, target):
    zero_gradients(net.parameters())
    before = torch.zeros_like(net.conv1.bias)
    output = net(x)
    loss = criterion(output, target)
    loss.backward()
    after = net.conv1.bias.grad.clone()
    return before, after


def backward_with_vector(net, x, v):
    zero_gradients(net.parameters())
    output = net(x)
    output.backward(v)
    return net.conv1.bias.grad.clone()


def accumulate_gradients(net, criterion, batches):
    for x, target in batches:
        loss = criterion(net(x), target) / len(batches)
        loss.backward()

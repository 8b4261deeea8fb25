"""Zeros where no gradient was

You gave zeros to every parameter, also to those that had no gradient. A layer that takes no part has None there, and optimizers
skip it for that reason.
"""

import torch

CAUGHT_BY = ("test_no_gradient",)


def zero_gradients(parameters):
    for parameter in parameters:
        parameter.grad = torch.zeros_like(parameter)


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
    zero_gradients(net.parameters())
    for x, target in batches:
        loss = criterion(net(x), target) / len(batches)
        loss.backward()

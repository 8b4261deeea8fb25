"""Weights zeroed instead of gradients

You set the parameters themselves to zero, which wipes out all that the net has learned. The gradient is kept beside the parameter's value,
in an attribute of its own.
"""

import torch

CAUGHT_BY = ("test_zero",)


def zero_gradients(parameters):
    for parameter in parameters:
        parameter.data.zero_()


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

"""Gradients zeroed for each batch

You zeroed inside the loop, so that only the last batch is left at the end. Here the adding up is wanted: zero once, before the
first batch.
"""

import torch

CAUGHT_BY = ("test_accumulate",)


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
        zero_gradients(net.parameters())
        loss = criterion(net(x), target) / len(batches)
        loss.backward()

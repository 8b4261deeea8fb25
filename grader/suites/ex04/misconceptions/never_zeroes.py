"""Gradients not zeroed before the backward pass

You left what the net carried where it was, and the backward pass added to it. PyTorch never zeroes gradients by itself: adding up is
what it does on purpose.
"""

import torch

CAUGHT_BY = (
    "test_carried",
    "test_vector_carried",
)


def zero_gradients(parameters):
    for parameter in parameters:
        if parameter.grad is not None:
            parameter.grad = torch.zeros_like(parameter.grad)


def gradient_before_and_after(net, criterion, x, target):
    before = torch.zeros_like(net.conv1.bias)
    output = net(x)
    loss = criterion(output, target)
    loss.backward()
    after = net.conv1.bias.grad.clone()
    return before, after


def backward_with_vector(net, x, v):
    output = net(x)
    output.backward(v)
    return net.conv1.bias.grad.clone()


def accumulate_gradients(net, criterion, batches):
    zero_gradients(net.parameters())
    for x, target in batches:
        loss = criterion(net(x), target) / len(batches)
        loss.backward()

"""Only the loop's own variable changed

You gave the name of the loop's variable to a new value. That changes what the name stands for, and nothing about the parameter or its
gradient.
"""

import torch

CAUGHT_BY = ("test_zero",)


def zero_gradients(parameters):
    for parameter in parameters:
        gradient = parameter.grad
        if gradient is not None:
            gradient = torch.zeros_like(gradient)


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

"""None returned for the gradient before

You returned what PyTorch has there: None, since zeroing takes gradients away. The two values should be of one kind, so zeros of the
bias's shape are asked for.
"""

import torch

CAUGHT_BY = ("test_before",)


def zero_gradients(parameters):
    for parameter in parameters:
        parameter.grad = None


def gradient_before_and_after(net, criterion, x, target):
    zero_gradients(net.parameters())
    before = net.conv1.bias.grad
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

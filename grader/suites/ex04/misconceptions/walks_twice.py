"""A generator walked through twice

You went over the parameters once to look, and once more to zero. net.parameters() is a generator: after the first walk it is empty, and your second
loop does nothing.
"""

import torch

CAUGHT_BY = ("test_generator",)


def zero_gradients(parameters):
    with_gradient = sum(parameter.grad is not None for parameter in parameters)
    if with_gradient == 0:
        return
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
    zero_gradients(net.parameters())
    for x, target in batches:
        loss = criterion(net(x), target) / len(batches)
        loss.backward()

"""The gradient looked at before it is zeroed

You noted the gradient before you zeroed it, so you returned what an earlier pass had left. Zero first, then
look.
"""

import torch

CAUGHT_BY = ("test_before",)


def zero_gradients(parameters):
    for parameter in parameters:
        if parameter.grad is not None:
            parameter.grad = torch.zeros_like(parameter.grad)


def gradient_before_and_after(net, criterion, x, target):
    bias = net.conv1.bias
    before = torch.zeros_like(bias) if bias.grad is None else bias.grad.clone()
    zero_gradients(net.parameters())
    criterion(net(x), target).backward()
    return before, bias.grad.clone()


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

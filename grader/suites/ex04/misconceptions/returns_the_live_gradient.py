"""The live gradient returned instead of a copy

You returned the tensor that PyTorch goes on adding to. The next backward pass changes the result behind the back of whoever
kept it.
"""

import torch

CAUGHT_BY = (
    "test_copies",
    "test_vector_copy",
)


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
    after = net.conv1.bias.grad
    return before, after


def backward_with_vector(net, x, v):
    zero_gradients(net.parameters())
    output = net(x)
    output.backward(v)
    return net.conv1.bias.grad


def accumulate_gradients(net, criterion, batches):
    zero_gradients(net.parameters())
    for x, target in batches:
        loss = criterion(net(x), target) / len(batches)
        loss.backward()

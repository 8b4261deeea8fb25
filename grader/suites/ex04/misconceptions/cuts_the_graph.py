"""The loss made into a new tensor

You put the loss's number into a new tensor, which knows nothing of the net it came from. The backward pass stops there and reaches no
parameter.
"""

import torch

CAUGHT_BY = ("test_after",)


def zero_gradients(parameters):
    for parameter in parameters:
        if parameter.grad is not None:
            parameter.grad = torch.zeros_like(parameter.grad)


def gradient_before_and_after(net, criterion, x, target):
    zero_gradients(net.parameters())
    before = torch.zeros_like(net.conv1.bias)
    output = net(x)
    loss = torch.tensor(criterion(output, target).item(), requires_grad=True)
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

"""All batches put together into a big one

You glued the batches together and sent them through the net at once. The gradients are right, but the memory you wanted to save is used all the
same.
"""

import torch

CAUGHT_BY = ("test_one_batch_at_a_time",)


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
    zero_gradients(net.parameters())
    x = torch.cat([x for x, target in batches])
    target = torch.cat([target for x, target in batches])
    criterion(net(x), target).backward()

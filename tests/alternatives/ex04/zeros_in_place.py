"""Zeros written into the old gradients; the vector as a weighted sum; the gradients shared out at the end."""

import copy


def zero_gradients(parameters):
    for parameter in parameters:
        if parameter.grad is None:
            continue
        parameter.grad.detach_()
        parameter.grad.zero_()


def gradient_before_and_after(net, criterion, x, target):
    for parameter in net.parameters():
        if parameter.grad is None:
            parameter.grad = parameter.detach() * 0
    zero_gradients(net.parameters())
    pictures = [copy.deepcopy(net.conv1.bias.grad)]
    loss = criterion(net(x), target)
    loss.backward()
    pictures.append(copy.deepcopy(net.conv1.bias.grad))
    return tuple(pictures)


def backward_with_vector(net, x, v):
    zero_gradients(net.parameters())
    (net(x) * v).sum().backward()
    return net.conv1.bias.grad * 1


def accumulate_gradients(net, criterion, batches):
    zero_gradients(net.parameters())
    for x, target in batches:
        criterion(net(x), target).backward()
    for parameter in net.parameters():
        if parameter.grad is not None:
            parameter.grad /= len(batches)

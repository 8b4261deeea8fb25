"""Hooks catch the gradient on its way, and shrink each batch's part."""

import torch


def zero_gradients(parameters):
    any(setattr(parameter, "grad", None) for parameter in parameters)


def _caught(net, run):
    caught = []
    handle = net.conv1.bias.register_hook(lambda gradient: caught.append(gradient.detach().clone()))
    zero_gradients(net.parameters())
    try:
        run()
    finally:
        handle.remove()
    return sum(caught)


def gradient_before_and_after(net, criterion, x, target):
    after = _caught(net, lambda: criterion(net(x), target).backward())
    return after - after, after


def backward_with_vector(net, x, v):
    return _caught(net, lambda: net(x).backward(gradient=v))


def accumulate_gradients(net, criterion, batches):
    zero_gradients(net.parameters())
    pieces = len(batches)
    handles = [parameter.register_hook(lambda gradient: gradient / pieces) for parameter in net.parameters()]
    for x, target in batches:
        criterion(net(x), target).backward()
    for handle in handles:
        handle.remove()
    assert torch.is_grad_enabled()

"""torch.func: the net as a function of its parameters, whose gradients are then put in their places."""

import torch
from torch.func import functional_call, grad, vjp


def zero_gradients(parameters):
    for parameter in parameters:
        parameter.grad = None


def _parameters(net):
    return {name: parameter.detach() for name, parameter in net.named_parameters()}


def _keep(net, gradients):
    for name, parameter in net.named_parameters():
        parameter.grad = gradients[name]


def gradient_before_and_after(net, criterion, x, target):
    zero_gradients(net.parameters())
    before = torch.zeros_like(net.conv1.bias).detach()
    gradients = grad(lambda weights: criterion(functional_call(net, weights, (x,)), target))(_parameters(net))
    _keep(net, gradients)
    return before, gradients["conv1.bias"].clone()


def backward_with_vector(net, x, v):
    zero_gradients(net.parameters())
    _, backward = vjp(lambda weights: functional_call(net, weights, (x,)), _parameters(net))
    (gradients,) = backward(v)
    _keep(net, gradients)
    return gradients["conv1.bias"].clone()


def accumulate_gradients(net, criterion, batches):
    zero_gradients(net.parameters())
    for x, target in batches:
        criterion(net(x), target).backward(torch.tensor(1.0 / len(batches)))

"""The losses of all batches are put together first, and one backward pass goes through all of them."""

import torch
from torch import nn


def zero_gradients(parameters: "list[nn.Parameter]") -> None:
    for parameter in filter(lambda each: each.grad is not None, parameters):
        parameter.grad = torch.zeros(parameter.shape)


def gradient_before_and_after(net, criterion, x, target):
    bias = net.conv1.bias
    zero_gradients(net.parameters())
    before = torch.zeros_like(bias) if bias.grad is None else bias.grad.clone()
    loss = criterion(net.forward(x), target)
    torch.autograd.backward(loss)
    return [before, bias.grad.clone()]


def backward_with_vector(net, x, v):
    zero_gradients(net.parameters())
    scores = net(x)
    scores.register_hook(lambda gradient: gradient * v)
    scores.sum().backward()
    return net.conv1.bias.grad.clone().detach()


def accumulate_gradients(net, criterion, batches):
    zero_gradients(net.parameters())
    losses = [criterion(net(x), target) for x, target in batches]
    torch.stack(losses).mean().backward()

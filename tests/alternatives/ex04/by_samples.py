"""Each batch weighs as much as it has samples, and the vector is taken row by row."""

import torch
from torch import nn


def zero_gradients(parameters):
    for parameter in parameters:
        parameter.grad = None if parameter.grad is None else torch.zeros_like(parameter)


def _bias_gradient(net: nn.Module) -> torch.Tensor:
    found = dict(net.named_parameters())["conv1.bias"].grad
    return torch.zeros(6) if found is None else found.new_tensor(found.tolist())


def gradient_before_and_after(net, criterion, x, target):
    for _, parameter in net.named_parameters():
        parameter.grad = None
    before = _bias_gradient(net)
    with torch.enable_grad():
        criterion(net(x), target).backward()
    return before, _bias_gradient(net)


def backward_with_vector(net, x, v):
    zero_gradients(net.parameters())
    for image, weights in zip(x, v, strict=True):
        net(image.unsqueeze(0)).backward(weights.unsqueeze(0))
    return _bias_gradient(net)


def accumulate_gradients(net, criterion, batches):
    zero_gradients(net.parameters())
    samples = sum(len(x) for x, _ in batches)
    for x, target in batches:
        loss = criterion(net(x), target)
        loss.backward(torch.tensor(len(x) / samples))

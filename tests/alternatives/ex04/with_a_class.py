"""A context manager zeroes on entry; the gradient is read through the state of the net; sums are kept by name."""

from contextlib import contextmanager

import torch
from torch import nn


def zero_gradients(parameters) -> None:
    for parameter in parameters:
        match parameter.grad:
            case None:
                pass
            case gradient:
                parameter.grad = torch.full_like(gradient, 0.0)


@contextmanager
def clean(net: nn.Module):
    zero_gradients(p for p in net.parameters() if p.grad is not None)
    yield dict(net.named_parameters())


class Reader:
    def __init__(self, net: nn.Module) -> None:
        self.net = net

    def gradient(self) -> torch.Tensor:
        bias = self.net.conv1.bias
        return torch.zeros_like(bias, requires_grad=False) if bias.grad is None else torch.empty(6).copy_(bias.grad)


def gradient_before_and_after(net: nn.Module, criterion: nn.Module, x: torch.Tensor, target: torch.Tensor) -> tuple:
    reader = Reader(net)
    with clean(net):
        before = reader.gradient()
        criterion(input=net(x), target=target).backward()
        return before, reader.gradient()


def backward_with_vector(net: nn.Module, x: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
    with clean(net):
        torch.einsum("ij,ij->", net(x), v).backward()
    return Reader(net).gradient()


def accumulate_gradients(net: nn.Module, criterion: nn.Module, batches: list) -> None:
    with clean(net) as parameters:
        total = 0
        for x, target in batches:
            total = total + criterion(net(x), target)
        for name, gradient in zip(parameters, torch.autograd.grad(total / len(batches), [*parameters.values()])):
            parameters[name].grad = gradient

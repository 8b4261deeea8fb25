"""Goal: find out what a backward pass does with the gradients that are already there, and zero them in time.

Worked number: y = w * w has the gradient 2 * w, which is 6 at w = 3.

Think first: what is in w.grad after two backward passes? And if you zero it between the two?

Check: pytest exercises/ex04
"""

from collections.abc import Callable, Iterable, Sequence

import torch
from torch import Tensor, nn

Criterion = Callable[[Tensor, Tensor], Tensor]


def zero_gradients(parameters: Iterable[nn.Parameter]) -> None:
    """Turn every gradient there is into zeros or None, also an infinite one.

    A parameter without a gradient (None) stays without one. ``parameters`` may be a generator, which you can loop over
    only once. The parameters' own values stay as they are.
    """
    ### BEGIN SOLUTION: zero_gradients: turn every gradient into zeros or None
    for parameter in parameters:
        parameter.grad = None
    ### END SOLUTION


def gradient_before_and_after(net: nn.Module, criterion: Criterion, x: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    """Zero all gradients of ``net``, then go forward and backward once.

    Returns the gradient of ``net.conv1.bias`` (6 numbers) before the backward pass and after it, as copies that nothing
    done later to the net changes. Before it there is nothing: older tutorials print zeros there, but since version 2.0
    PyTorch zeroes by setting gradients to None. Return zeros of the bias's shape.
    """
    ### BEGIN SOLUTION: gradient_before_and_after: return the gradient before and after one backward pass
    zero_gradients(net.parameters())
    before = torch.zeros_like(net.conv1.bias)
    loss = criterion(net(x), target)
    loss.backward()
    return before, net.conv1.bias.grad.clone()
    ### END SOLUTION


def backward_with_vector(net: nn.Module, x: Tensor, v: Tensor) -> Tensor:
    """Zero all gradients of ``net``, then go backward from ``net(x)`` with the vector ``v``, which has its shape.

    There is no loss here. ``v`` says how much each of the outputs counts. Returns a copy of the gradient of
    ``net.conv1.bias``.
    """
    ### BEGIN SOLUTION: backward_with_vector: go backward with v and return conv1.bias's gradient
    zero_gradients(net.parameters())
    net(x).backward(v)
    return net.conv1.bias.grad.clone()
    ### END SOLUTION


def accumulate_gradients(net: nn.Module, criterion: Criterion, batches: Sequence[tuple[Tensor, Tensor]]) -> None:
    """Leave in ``net`` the gradients of one big batch, sending only one small batch at a time through it.

    Zeroes all gradients once, at the beginning. Each of the equally large (x, target) pairs goes through the net by
    itself. ``criterion`` takes the mean over its batch, as PyTorch's losses do.
    """
    ### BEGIN SOLUTION: accumulate_gradients: leave the gradients of one big batch in the net
    zero_gradients(net.parameters())
    for x, target in batches:
        loss = criterion(net(x), target) / len(batches)
        loss.backward()
    ### END SOLUTION

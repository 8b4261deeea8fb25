"""The facts in ex00's lesson about what counts as a parameter."""

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import torch
from torch import nn


def figures(solution: ModuleType, measured: dict[str, Any]) -> Iterator[str]:
    """The table's rows and the error's text, as they have to stand in the lesson."""
    stored = {
        "the number 3.0": 3.0,
        "a tensor with `requires_grad=True`": torch.tensor(3.0, requires_grad=True),
        "an `nn.Parameter`": nn.Parameter(torch.tensor(3.0)),
    }
    for name, weight in stored.items():
        net = nn.Module()
        net.weight = weight
        product = net.weight * torch.ones(2)
        if product.requires_grad:
            product.sum().backward()
        gradient = getattr(weight, "grad", None) is not None
        yield f"| {name} | {_yes(gradient)} | {_yes(bool(list(net.parameters())))}"
    try:
        _NotSetUp()
    except AttributeError as error:
        yield f"AttributeError: {error}"


class _NotSetUp(nn.Module):
    def __init__(self) -> None:
        self.weight = nn.Parameter(torch.tensor(3.0))


def _yes(fact: bool) -> str:
    return "yes" if fact else "no"

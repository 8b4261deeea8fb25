"""What probes share: loading weights, reading parameters and gradients, telling what type a number had."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from types import FunctionType, ModuleType
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from grader.observing.plain import type_name

LENET_SHAPES: dict[str, tuple[int, ...]] = {
    "conv1.weight": (6, 1, 3, 3),
    "conv1.bias": (6,),
    "conv2.weight": (16, 6, 3, 3),
    "conv2.bias": (16,),
    "fc1.weight": (120, 576),
    "fc1.bias": (120,),
    "fc2.weight": (84, 120),
    "fc2.bias": (84,),
    "fc3.weight": (10, 84),
    "fc3.bias": (10,),
}
"""The parameters of ex02's ``Net``, so that cases can draw them: ``draw.weights(LENET_SHAPES)``."""


class GivenCodeChangedError(Exception):
    """Code that the stub gives is not as it was; the message says what is missing."""


def load_weights(net: nn.Module, weights: dict[str, Tensor]) -> None:
    """Put the judge's weights into a learner's net, by parameter name.

    Raises:
        GivenCodeChangedError: the net has other parameters than ``weights`` names, or of other shapes.
    """
    own = dict(net.named_parameters())
    for name, value in weights.items():
        if name not in own:
            have = ", ".join(own) or "none at all"
            raise GivenCodeChangedError(f"the net has no parameter {name}; its parameters are: {have}")
        if own[name].shape != value.shape:
            raise GivenCodeChangedError(
                f"the parameter {name} should have the shape {tuple(value.shape)}, not {tuple(own[name].shape)}"
            )
    extra = [name for name in own if name not in weights]
    if extra:
        raise GivenCodeChangedError(f"the net has parameters that nothing asks for: {', '.join(extra)}")
    with torch.no_grad():
        for name, value in weights.items():
            own[name].copy_(value)


@contextmanager
def undrawn() -> Iterator[None]:
    """Layers that are made in the block start with zeros: to draw weights takes longer than to make the net.

    For nets that are given others at once.
    """

    def zeros(tensor: Tensor, *_bounds: Any, **_options: Any) -> Tensor:
        return nn.init.zeros_(tensor)

    drawing = {name: getattr(nn.init, name) for name in ("uniform_", "kaiming_uniform_")}
    try:  # a limit on time may end this at any line
        vars(nn.init).update(dict.fromkeys(drawing, zeros))
        yield
    finally:
        vars(nn.init).update(drawing)


def parameters_of(net: nn.Module) -> dict[str, Tensor]:
    """Copies of a net's parameters, by name."""
    return {name: parameter.detach().clone() for name, parameter in net.named_parameters()}


def sketch(value: Tensor) -> Tensor:
    """A tensor of fewer than 1,000 numbers as it is, a larger one as a weighted sum per row: float64, of shape (rows,).

    The last dimension is a row. The few sums tell any two tensors apart.
    """
    if value.numel() < 1000:
        return value
    rows = value.reshape(-1, value.shape[-1]).double()
    return rows @ _shares(rows.shape[1])


@lru_cache
def _shares(count: int) -> Tensor:
    """What each number of a row counts in a `sketch`."""
    return torch.randn(count, generator=torch.Generator().manual_seed(4), dtype=torch.float64)


def gradients_of(net: nn.Module) -> dict[str, Tensor | None]:
    """A `sketch` of each of a net's gradients, copied, by parameter name; None where there is none."""
    return {
        name: None if parameter.grad is None else sketch(parameter.grad.detach()).clone()
        for name, parameter in net.named_parameters()
    }


def scalar(value: Any) -> dict[str, Any]:
    """A number together with the type it came in: ``{"type": "torch.Tensor", "number": 3.0}``.

    A 0-d tensor and numpy's numbers are read out, so that a check on the value and one on the type can be two
    checks. Anything else is passed on as it is. The type is `plain.type_name`'s: by identity, never by a name that
    a class can give itself; numpy's float64 counts as the float that it is a subclass of.
    """
    name = "float" if type(value) is np.float64 else type_name(type(value))
    is_numpy = isinstance(value, np.generic) and getattr(np, type(value).__name__, None) is type(value)
    if (isinstance(value, Tensor) and value.dim() == 0) or is_numpy:
        return {"type": name, "number": value.item()}
    return {"type": name, "number": value}


def sizes(value: Any) -> Any:
    """A shape as a plain tuple: ``torch.Size`` is one in all but its type. Anything else is passed on."""
    return tuple(value) if isinstance(value, torch.Size) else value


@contextmanager
def replaced(module: ModuleType, name: str, function: Callable[..., Any]) -> Iterator[None]:
    """Put ``function`` in place of the learner's function ``name`` wherever the learner's other functions look for it.

    In a notebook's check cell ``module`` is a copy of the namespace that the functions themselves read.
    """
    own = vars(module).get(name)
    functions = [inspect.unwrap(value) for value in vars(module).values() if isinstance(value, FunctionType)]
    namespaces = [vars(module), *(each.__globals__ for each in functions if isinstance(each, FunctionType))]
    found = {id(names): names for names in namespaces if own is not None and names.get(name) is own}
    for names in found.values():
        names[name] = function
    try:
        yield
    finally:
        for names in found.values():
            names[name] = own

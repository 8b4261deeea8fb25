"""Plain data: the only thing that leaves a probe.

Only exact types count: None, bool, int, float, str, list, tuple, dict, and tensors as detached CPU copies. A value
of any other type becomes an `Opaque`, "a Foo object", which equals nothing: neither a subclass of int nor an object
whose ``__eq__`` says yes to everything gets past it.
"""

from __future__ import annotations

import builtins
from typing import Any, TypeAlias

import numpy as np
import torch
from torch import Tensor

from grader.text import encodable, with_article

Plain: TypeAlias = (
    "bool | int | float | str | list[Plain] | tuple[Plain, ...] | dict[str | int, Plain] | Tensor | Opaque | None"
)

MAX_DEPTH = 12
MAX_ITEMS = 5_000
MAX_TEXT = 200_000
MAX_INT_BITS = 1000
"""A float can hold any int of so many: comparing the two never overflows."""
MAX_TENSOR_BYTES = 4 * 2**20
MAX_TENSORS, MAX_DIMENSIONS = 1_000, 16

_DTYPES = frozenset(
    {
        torch.float32, torch.float64, torch.float16, torch.bfloat16,
        torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool,
    }
)  # fmt: skip


_BUILTIN_TYPES = {id(kind): name for name, kind in vars(builtins).items() if isinstance(kind, type)}
"""Python's own types by identity: a class is not int because it is called int."""


def type_name(kind: type) -> str:
    """``int`` for Python's own int, ``module.qualname`` for every type that is not built in. Never raises."""
    if id(kind) in _BUILTIN_TYPES:
        return _BUILTIN_TYPES[id(kind)]
    try:
        name = f"{type.__getattribute__(kind, '__module__')}.{type.__getattribute__(kind, '__qualname__')}"
    except Exception:
        name = "unknown.nameless"
    return encodable(name)[:200]


class Opaque:
    """A value that is not plain data, known only by a description; it equals nothing, itself included."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, description: str) -> None:
        self.description = description

    def __eq__(self, other: object) -> bool:
        return False

    def __repr__(self) -> str:
        return self.description


class _Budget:
    """How much more one value may hold. All its parts draw on it, so that the whole fits a frame of the sandbox's."""

    def __init__(self) -> None:
        self.items, self.text = MAX_ITEMS, MAX_TEXT
        self.tensors, self.tensor_bytes = MAX_TENSORS, MAX_TENSOR_BYTES


def plain(value: Any) -> Plain:
    """A plain copy of ``value`` that shares no memory with it. Never raises: what does not fit becomes an Opaque."""
    copied: Plain = _plain(value, 0, _Budget())
    return copied


def _plain(value: Any, depth: int, budget: _Budget) -> Any:
    kind = type(value)
    if value is None or kind is bool or kind is float:
        return value
    if kind is np.float64:
        return float(value)  # a subclass of float, and as good as one
    if kind is int:
        digits = max(0, value.bit_length() - 64) // 3  # few values are this long, and many such would be a long text
        if value.bit_length() > MAX_INT_BITS or digits > budget.text:
            return Opaque("an int of more than 300 digits")
        budget.text -= digits
        return value
    if kind is str:
        return _text(value, budget)
    if kind is Tensor or kind is torch.nn.Parameter:
        return _plain_tensor(value, budget)
    if kind in (list, tuple, dict):
        if depth >= MAX_DEPTH:
            return Opaque(f"a {kind.__name__} nested more than {MAX_DEPTH} deep")
        if len(value) > budget.items:
            return Opaque(f"a {kind.__name__} of more than {MAX_ITEMS:,} values")
        budget.items -= len(value)  # at once: entries that wait for their turn count too
        if kind is dict:
            return {_key(key, budget): _plain(entry, depth + 1, budget) for key, entry in value.items()}
        return kind(_plain(entry, depth + 1, budget) for entry in value)
    return Opaque(f"{with_article(_name(kind))} object")


def _text(value: str, budget: _Budget) -> str | Opaque:
    """Half a surrogate pair is no text that a report could write."""
    if len(value) > budget.text:
        return Opaque(f"a str of more than {budget.text:,} characters")
    budget.text -= len(value)
    return encodable(value)


def _key(key: Any, budget: _Budget) -> str | int:
    kept = _plain(key, MAX_DEPTH, budget) if type(key) in (str, int) else key
    if type(kept) is str or type(kept) is int:
        return kept
    return f"{with_article(_name(type(key)))} object"


def _plain_tensor(value: Tensor, budget: _Budget) -> Tensor | Opaque:
    if value.layout is not torch.strided or value.dtype not in _DTYPES or value.device.type == "meta":
        return Opaque(f"a tensor of {value.dtype}, {value.layout}, on {value.device.type}")
    if value.dim() > MAX_DIMENSIONS:
        return Opaque(f"a tensor of {value.dim()} dimensions")
    size = value.numel() * value.element_size()
    if size > budget.tensor_bytes or not budget.tensors:
        return Opaque(f"a tensor of shape {tuple(value.shape)}, more than {MAX_TENSOR_BYTES // 2**20} MB in all")
    budget.tensors, budget.tensor_bytes = budget.tensors - 1, budget.tensor_bytes - size
    return value.detach().cpu().clone(memory_format=torch.contiguous_format)


def _name(kind: type) -> str:
    return str(getattr(kind, "__name__", "nameless"))[:80]

"""Plain data: the only thing that leaves a probe.

Exact types alone count: None, bool, int, float, str, list, tuple, dict, and tensors as detached CPU copies. A value
of any other type becomes an `Opaque`, "a Foo object", which equals nothing: neither a subclass of int nor an object
whose ``__eq__`` says yes to everything gets past it.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import torch
from torch import Tensor

Plain: TypeAlias = (
    "bool | int | float | str | list[Plain] | tuple[Plain, ...] | dict[str | int, Plain] | Tensor | Opaque | None"
)

MAX_DEPTH = 12
MAX_ITEMS = 100_000
MAX_TEXT = 1_000_000
MAX_INT_BITS = 4096
MAX_TENSOR_BYTES = 64 * 2**20

_DTYPES = frozenset(
    {
        torch.float32, torch.float64, torch.float16, torch.bfloat16,
        torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool,
    }
)  # fmt: skip


class Opaque:
    """A value that is not plain data, known by a description alone; it equals nothing, itself included."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, description: str) -> None:
        self.description = description

    def __eq__(self, other: object) -> bool:
        return False

    def __repr__(self) -> str:
        return self.description


class _Budget:
    """How many more items one value may hold."""

    def __init__(self) -> None:
        self.items = MAX_ITEMS


def plain(value: Any) -> Plain:
    """A plain copy of ``value`` that shares no memory with it. Never raises: what does not fit becomes an Opaque."""
    return _plain(value, 0, _Budget())


def _plain(value: Any, depth: int, budget: _Budget) -> Plain:
    budget.items -= 1
    if budget.items < 0:
        return Opaque(f"more than {MAX_ITEMS:,} values")
    kind = type(value)
    if value is None or kind is bool or kind is float:
        return value
    if kind is int:
        return value if value.bit_length() <= MAX_INT_BITS else Opaque("an int of more than 1,200 digits")
    if kind is str:
        return _text(value) if len(value) <= MAX_TEXT else Opaque(f"a str of more than {MAX_TEXT:,} characters")
    if kind is Tensor or kind is torch.nn.Parameter:
        return _plain_tensor(value)
    if kind in (list, tuple, dict):
        if depth >= MAX_DEPTH:
            return Opaque(f"a {kind.__name__} nested more than {MAX_DEPTH} deep")
        if len(value) > budget.items:
            return Opaque(f"a {kind.__name__} of more than {MAX_ITEMS:,} values")
        if kind is dict:
            return {
                key if type(key) in (str, int) else f"a {_name(type(key))} object": _plain(entry, depth + 1, budget)
                for key, entry in value.items()
            }
        return kind(_plain(entry, depth + 1, budget) for entry in value)
    return Opaque(f"a {_name(kind)} object")


def _text(value: str) -> str:
    """Half a surrogate pair is no text that a report could write."""
    return value.encode("utf-8", "replace").decode()


def _plain_tensor(value: Tensor) -> Tensor | Opaque:
    if value.layout is not torch.strided or value.dtype not in _DTYPES or value.device.type == "meta":
        return Opaque(f"a tensor of {value.dtype}, {value.layout}, on {value.device.type}")
    if value.numel() * value.element_size() > MAX_TENSOR_BYTES:
        return Opaque(f"a tensor of shape {tuple(value.shape)}, more than {MAX_TENSOR_BYTES // 2**20} MB")
    return value.detach().cpu().clone(memory_format=torch.contiguous_format)


def _name(kind: type) -> str:
    return str(getattr(kind, "__name__", "nameless"))[:80]

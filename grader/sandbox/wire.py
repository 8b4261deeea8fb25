"""Plain data as bytes, and back from bytes that may be forged.

A frame's body is a JSON text, its length before it, then the bytes of the tensors in the order in which the JSON names
their types and shapes. Every list, tuple, dict, tensor and opaque value is a tagged JSON array, so that types come back
exact and no JSON object is ever read. Whatever the bytes are, reading raises `MalformedError` or, where a submission's
budget is reached, `OverBudgetError`, and nothing else; the counts are made before anything is built from the bytes.
"""

from __future__ import annotations

import json
import math
import struct
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any, get_args

import torch
from torch import Tensor

from grader.errors import MalformedError, OverBudgetError
from grader.observing.budget import Budget, Kind
from grader.observing.observe import Ending, Frame, Observation, Raised
from grader.observing.plain import MAX_DEPTH, MAX_DIMENSIONS, MAX_INT_BITS, MAX_TEXT, Opaque, Plain
from grader.text import encodable

MAX_JSON = 4 * 2**20
"""Bytes of a body's JSON: as text, each may take eight."""
_NODES_PER_VALUE = 4
"""JSON values, tags among them, that a plain value takes at most."""
MAX_WORDS = 10_000
"""Characters kept of each text in an exception."""
_LENGTH = struct.Struct("<I")
_ENDINGS: frozenset[Ending] = frozenset(get_args(Ending))
_DTYPES = {
    str(dtype).removeprefix("torch."): dtype
    for dtype in (
        torch.float32, torch.float64, torch.float16, torch.bfloat16,
        torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool,
    )
}  # fmt: skip
_DTYPE_NAMES = {dtype: name for name, dtype in _DTYPES.items()}
_ALIGNED = 8
"""Each tensor's bytes begin at a multiple of this."""
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def dump(value: Any) -> bytes:
    """A plain value as a frame's body. Tensors must be plain data's: on the CPU, detached, contiguous."""
    return _dump(value)[0]


def _dump(value: Any) -> tuple[bytes, dict[Kind, int]]:
    """The body, and what it takes of a budget."""
    packer = _Packer()
    text = _encode(packer.pack(value)).encode("utf-8", "replace")
    body = b"".join([_LENGTH.pack(len(text)), text, *_bytes_of(packer.tensors)])
    return body, {"bytes": len(body), "values": packer.count, "tensors": len(packer.tensors)}


def _bytes_of(tensors: list[Tensor]) -> Iterator[memoryview | bytes]:
    for tensor in tensors:
        # NumPy has no bfloat16.
        content = (tensor.view(torch.int16) if tensor.dtype is torch.bfloat16 else tensor).numpy()
        yield content.data
        yield bytes(-content.nbytes % _ALIGNED)


class _Packer:
    """Makes JSON arrays of plain values, and counts them."""

    def __init__(self) -> None:
        self.tensors: list[Tensor] = []
        self.count = 0

    def pack(self, value: Any) -> Any:
        self.count += 1
        kind = type(value)
        if kind is Tensor:
            self.tensors.append(value)
            return ["x", " ".join([_DTYPE_NAMES[value.dtype], *map(str, value.shape)])]
        if kind is list:
            return ["l", *map(self.pack, value)]
        if kind is tuple:
            return ["t", *map(self.pack, value)]
        if kind is dict:
            return ["d", *[[key, self.pack(entry)] for key, entry in value.items()]]
        if kind is Opaque:
            return ["o", value.description]
        return value


def parse(body: bytes, budget: Budget | None = None) -> Any:
    """The plain value of a frame's body.

    Args:
        body: the bytes.
        budget: what the submission may still send; None for bytes that the grader itself made.

    Raises:
        MalformedError: the body is too large or too deep, or holds anything but plain data.
        OverBudgetError: it holds more values or tensors than are left.
    """
    try:
        (length,) = _LENGTH.unpack_from(body)
        text = body[4 : 4 + length]
        if len(text) != length:
            raise MalformedError("cut short")
        if budget is not None:
            _expect_few(text, budget)
        tensors = _Tensors(body, 4 + length, budget)
        unpacker = _Unpacker(tensors, budget)
        value = unpacker.unpack(json.loads(text.decode("utf-8")), 0)
        tensors.require_end()
    except (MalformedError, OverBudgetError):
        raise
    except Exception as error:  # json and torch raise more kinds on forged bytes than their documentation names
        raise MalformedError(f"{type(error).__name__}: {error}"[:200]) from None
    if budget is not None:
        budget.spend("values", unpacker.count)
    return value


def _expect_few(text: bytes, budget: Budget) -> None:
    """Before anything is built: there are not many more values than the budget has left."""
    if len(text) > MAX_JSON:
        raise MalformedError("too much beside tensors")
    values = budget.left["values"]
    most = _NODES_PER_VALUE * (values + 50)
    if text.count(b",") + text.count(b"[") > most and _nodes(text, most) > most:
        budget.spend("values", values + 1)


def _nodes(text: bytes, most: int) -> int:
    """About how many JSON values there are, without the commas and brackets in texts; ``most`` + 1 stands for more."""
    bare = text.replace(rb"\\", b"").replace(rb"\"", b"")
    if bare.count(b'"') > 2 * most:
        return most + 1
    return sum(part.count(b",") + part.count(b"[") for part in bare.split(b'"')[::2])


@lru_cache(1_000)
def _type_and_shape(described: str) -> tuple[torch.dtype, tuple[int, ...], int]:
    """What "float32 2 3" says: the type, the shape, and how many entries there are."""
    name, *sizes = described.split(" ")
    shape = tuple(int(size) for size in sizes)
    if name not in _DTYPES or len(shape) > MAX_DIMENSIONS or any(size < 0 for size in shape):
        raise MalformedError("a tensor of no such type and shape")
    return _DTYPES[name], shape, math.prod(shape)


class _Tensors:
    """The tensors of one frame, taken in the order of their bytes. They share one block of memory."""

    def __init__(self, body: bytes, start: int, budget: Budget | None) -> None:
        self._held = bytearray(memoryview(body)[start:])
        self._at = 0
        self._budget = budget

    def take(self, described: Any) -> Tensor:
        """The next tensor, which ``described`` gives type and shape of: "float32 2 3"."""
        if type(described) is not str or len(described) > 400:
            raise MalformedError("no tensor")
        dtype, shape, count = _type_and_shape(described)
        if self._budget is not None:
            self._budget.spend("tensors")
        if not count:
            return torch.empty(shape, dtype=dtype)
        start, size = self._at, count * dtype.itemsize
        self._at += size + -size % _ALIGNED
        if self._at > len(self._held):
            raise MalformedError("a tensor cut short")
        return torch.frombuffer(self._held, dtype=dtype, count=count, offset=start).reshape(shape)

    def require_end(self) -> None:
        if self._at != len(self._held):
            raise MalformedError("bytes that belong to no tensor")


class _Unpacker:
    """Makes plain values of JSON arrays, and counts them."""

    def __init__(self, tensors: _Tensors, budget: Budget | None) -> None:
        self._tensors, self._budget = tensors, budget
        self._most = sys.maxsize if budget is None else budget.left["values"]
        self.count = 0

    def unpack(self, packed: Any, depth: int) -> Any:
        self.count += 1
        if self.count > self._most and self._budget is not None:
            self._budget.spend("values", self.count)
        if depth > MAX_DEPTH + 1:
            raise MalformedError("too deep")
        kind = type(packed)
        if packed is None or kind is bool or kind is float:
            return packed
        if kind is int or kind is str:
            return _short(packed)
        if kind is not list or not packed or type(packed[0]) is not str:
            raise MalformedError("an untagged value")
        tag, *rest = packed
        if tag == "l":
            return [self.unpack(entry, depth + 1) for entry in rest]
        if tag == "t":
            return tuple([self.unpack(entry, depth + 1) for entry in rest])
        if tag == "d":
            return self._dict(rest, depth)
        if tag == "x" and len(rest) == 1:
            return self._tensors.take(rest[0])
        if tag == "o" and len(rest) == 1 and type(rest[0]) is str:
            return Opaque(_short(rest[0])[:200])
        raise MalformedError("an unknown tag")

    def _dict(self, pairs: list[Any], depth: int) -> dict[str | int, Plain]:
        made: dict[str | int, Plain] = {}
        for pair in pairs:
            if type(pair) is not list or len(pair) != 2 or type(pair[0]) not in (str, int):
                raise MalformedError("a bad key")
            key = _short(pair[0])
            if key in made:
                raise MalformedError("a doubled key")
            made[key] = self.unpack(pair[1], depth + 1)
        return made


def _short(value: Any) -> Any:
    """An int or a str as plain data has them: neither too long nor with half a surrogate pair, which no file takes."""
    if type(value) is int:
        if value.bit_length() > MAX_INT_BITS:
            raise MalformedError("an int too long")
        return value
    if len(value) > MAX_TEXT:
        raise MalformedError("a text too long")
    return encodable(value)


def dump_observation(name: str, observed: Observation, budget: Budget | None = None) -> bytes:
    """One case's observation under its case's name.

    Args:
        name: the case's.
        observed: what came of it.
        budget: what the submission has left. An observation that takes more than half of it is only described, so that
            the cases after it are seen as well.
    """
    body, used = _dump(_entries(name, observed))
    if budget is not None:
        if any(2 * amount > budget.left[kind] for kind, amount in used.items()):
            described = Opaque("a value too large to be kept")
            body, used = _dump(_entries(name, replace(observed, value=described, printed=observed.printed[:MAX_WORDS])))
        for kind, amount in used.items():
            budget.left[kind] -= amount
    return body


def _entries(name: str, observed: Observation) -> list[Any]:
    raised = observed.raised and [
        observed.raised.kind,
        observed.raised.message,
        [[frame.line, frame.function, frame.text, frame.cell] for frame in observed.raised.frames],
        list(observed.raised.bases),
    ]
    return [name, observed.ending, observed.value, raised, observed.printed]


def read_observation(entries: Any) -> tuple[str, Observation]:
    """The name and observation that `dump_observation` packed, from what `parse` made of its body.

    Raises:
        MalformedError: it is anything else.
    """
    if type(entries) is not list or len(entries) != 5:
        raise MalformedError("no observation")
    name, ending, value, raised, printed = entries
    if type(name) is not str or type(ending) is not str or ending not in _ENDINGS or type(printed) is not str:
        raise MalformedError("no observation")
    if (raised is None) != (ending == "returned"):
        raise MalformedError("an outcome that contradicts itself")
    return name, Observation(ending, value, None if raised is None else _raised(raised), printed)


def _raised(entries: Any) -> Raised:
    if type(entries) is not list or [type(entry) for entry in entries] != [str, str, list, list]:
        raise MalformedError("no exception")
    kind, message, frames, bases = entries
    if not all(type(base) is str for base in bases) or len(frames) > 20:
        raise MalformedError("no exception")
    for frame in frames:
        if type(frame) is not list or [type(part) for part in frame] != [int, str, str, int]:
            raise MalformedError("no traceback")
    lines = tuple(Frame(line, name[:MAX_WORDS], text[:MAX_WORDS], cell) for line, name, text, cell in frames)
    return Raised(kind[:MAX_WORDS], message[:MAX_WORDS], lines, tuple(bases))

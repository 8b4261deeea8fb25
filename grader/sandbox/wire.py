"""Plain data as bytes, and back from bytes that may be forged.

A frame's body is a JSON text, its length before it, then a safetensors container with the tensors that the JSON names
by number. Every list, tuple, dict, tensor and opaque value is a tagged JSON array, so that types come back exact and no
JSON object is ever read. Reading raises `MalformedError` and nothing else, whatever the bytes.
"""

from __future__ import annotations

import json
import struct
from typing import Any, get_args

import torch
from safetensors.torch import load, save
from torch import Tensor

from grader.errors import MalformedError
from grader.observing.observe import Ending, Frame, Observation, Raised
from grader.observing.plain import MAX_DEPTH, MAX_INT_BITS, MAX_ITEMS, MAX_TEXT, Opaque, Plain
from grader.text import encodable

MAX_BODY = 32 * 2**20
MAX_JSON, MAX_HEADER = 12 * 2**20, 2 * 2**20
"""Bytes of a body's JSON and of its safetensors header: parsed, each byte may take more than twenty."""
MAX_WORDS = 10_000
"""Characters kept of each text in an exception."""
_LENGTH, _HEADER = struct.Struct("<I"), struct.Struct("<Q")
_ENDINGS: frozenset[Ending] = frozenset(get_args(Ending))
_DTYPES = {
    torch.float32, torch.float64, torch.float16, torch.bfloat16,
    torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool,
}  # fmt: skip


def dump(value: Any) -> bytes:
    """A plain value as a frame's body. Tensors must be plain data's: on the CPU, detached, contiguous."""
    tensors: list[Tensor] = []
    text = json.dumps(_pack(value, tensors), separators=(",", ":")).encode()
    blob = save({str(index): tensor for index, tensor in enumerate(tensors)}) if tensors else b""
    return _LENGTH.pack(len(text)) + text + blob


def _pack(value: Any, tensors: list[Tensor]) -> Any:
    if isinstance(value, Tensor):
        tensors.append(value)
        return ["x", len(tensors) - 1]
    if isinstance(value, list):
        return ["l", *(_pack(entry, tensors) for entry in value)]
    if isinstance(value, tuple):
        return ["t", *(_pack(entry, tensors) for entry in value)]
    if isinstance(value, dict):
        return ["d", *([key, _pack(entry, tensors)] for key, entry in value.items())]
    if isinstance(value, Opaque):
        return ["o", value.description]
    return value


def parse(body: bytes) -> Any:
    """The plain value of a frame's body.

    Raises:
        MalformedError: the body is too large or too deep, or holds anything but plain data.
    """
    try:
        if len(body) > MAX_BODY:
            raise MalformedError("too large")
        (length,) = _LENGTH.unpack_from(body)
        if length > MAX_JSON:
            raise MalformedError("too much beside tensors")
        text, blob = body[4 : 4 + length], body[4 + length :]
        if len(text) != length:
            raise MalformedError("cut short")
        tensors = _Tensors(blob)
        value = _unpack(json.loads(text.decode("utf-8")), tensors, 0, [MAX_ITEMS + 1_000])
        tensors.all_used()
    except MalformedError:
        raise
    except (
        Exception
    ) as error:  # json, safetensors and torch raise more kinds on forged bytes than their documentation names
        raise MalformedError(f"{type(error).__name__}: {error}"[:200]) from None
    return value


class _Tensors:
    """The tensors of one frame, each taken once."""

    def __init__(self, blob: bytes) -> None:
        if blob and _HEADER.unpack_from(blob)[0] > MAX_HEADER:
            raise MalformedError("too many tensors")
        self._held = load(blob) if blob else {}

    def take(self, index: Any) -> Tensor:
        if type(index) is not int or str(index) not in self._held:
            raise MalformedError("no such tensor")
        tensor = self._held.pop(str(index))
        if tensor.dtype not in _DTYPES:
            raise MalformedError(f"a tensor of {tensor.dtype}")
        return tensor.clone()

    def all_used(self) -> None:
        if self._held:
            raise MalformedError("a tensor that nothing names")


def _unpack(packed: Any, tensors: _Tensors, depth: int, budget: list[int]) -> Any:
    budget[0] -= 1
    if budget[0] < 0 or depth > MAX_DEPTH + 1:
        raise MalformedError("too many values, or too deep")
    if packed is None or type(packed) in (bool, float):
        return packed
    if type(packed) in (int, str):
        return _short(packed)
    if type(packed) is not list or not packed or type(packed[0]) is not str:
        raise MalformedError("an untagged value")
    tag, *rest = packed
    if tag == "l":
        return [_unpack(entry, tensors, depth + 1, budget) for entry in rest]
    if tag == "t":
        return tuple(_unpack(entry, tensors, depth + 1, budget) for entry in rest)
    if tag == "d":
        return _dict(rest, tensors, depth, budget)
    if tag == "x" and len(rest) == 1:
        return tensors.take(rest[0])
    if tag == "o" and len(rest) == 1 and type(rest[0]) is str:
        return Opaque(_short(rest[0])[:200])
    raise MalformedError("an unknown tag")


def _short(value: Any) -> Any:
    """An int or a str as plain data has them: neither too long nor with half a surrogate pair, which no file takes."""
    if type(value) is int:
        if value.bit_length() > MAX_INT_BITS:
            raise MalformedError("an int too long")
        return value
    if len(value) > MAX_TEXT:
        raise MalformedError("a text too long")
    return encodable(value)


def _dict(pairs: list[Any], tensors: _Tensors, depth: int, budget: list[int]) -> dict[str | int, Plain]:
    made: dict[str | int, Plain] = {}
    for pair in pairs:
        if type(pair) is not list or len(pair) != 2 or type(pair[0]) not in (str, int):
            raise MalformedError("a bad key")
        key = _short(pair[0])
        if key in made:
            raise MalformedError("a doubled key")
        made[key] = _unpack(pair[1], tensors, depth + 1, budget)
    return made


def dump_observation(name: str, observed: Observation) -> bytes:
    """One case's observation under its case's name."""
    raised = observed.raised and [
        observed.raised.kind,
        observed.raised.message,
        [[frame.line, frame.function, frame.text, frame.cell] for frame in observed.raised.frames],
        list(observed.raised.bases),
    ]
    return dump([name, observed.ending, observed.value, raised, observed.printed])


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

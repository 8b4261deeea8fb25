"""Plain data as bytes, and back from bytes that may be lies.

A frame's body is a JSON text, its length before it, then a safetensors container with the tensors that the JSON names
by number. Every list, tuple, dict, tensor and opaque value is a tagged JSON array, so that types come back exact and no
JSON object is ever read. Reading raises `Malformed` and nothing else, whatever the bytes.
"""

from __future__ import annotations

import json
import struct
from typing import Any

import torch
from safetensors.torch import load, save
from torch import Tensor

from grader.observing.observe import Frame, How, Observation, Raised
from grader.observing.plain import MAX_DEPTH, MAX_INT_BITS, MAX_ITEMS, MAX_TEXT, Opaque, Plain

MAX_BODY = 32 * 2**20
MAX_JSON, MAX_HEADER = 12 * 2**20, 2 * 2**20
"""Bytes of a body's JSON and of its safetensors header: parsed, each byte may take more than twenty."""
MAX_WORDS = 10_000
"""Characters kept of each text in an exception."""
_LENGTH, _HEADER = struct.Struct("<I"), struct.Struct("<Q")
_HOW: frozenset[How] = frozenset({"returned", "raised", "timed out", "left", "given code changed", "missing"})
_DTYPES = {
    torch.float32, torch.float64, torch.float16, torch.bfloat16,
    torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool,
}  # fmt: skip


class Malformed(ValueError):
    """The bytes are no frame of ours."""


def dump(value: Plain) -> bytes:
    """A plain value as a frame's body. Tensors must be plain data's: on the CPU, detached, contiguous."""
    tensors: list[Tensor] = []
    text = json.dumps(_pack(value, tensors), separators=(",", ":")).encode()
    blob = save({str(index): tensor for index, tensor in enumerate(tensors)}) if tensors else b""
    return _LENGTH.pack(len(text)) + text + blob


def _pack(value: Plain, tensors: list[Tensor]) -> Any:
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


def parse(body: bytes) -> Plain:
    """The plain value of a frame's body.

    Raises:
        Malformed: the body is too large or too deep, or holds anything but plain data.
    """
    try:
        if len(body) > MAX_BODY:
            raise Malformed("too large")
        (length,) = _LENGTH.unpack_from(body)
        if length > MAX_JSON:
            raise Malformed("too much beside tensors")
        text, blob = body[4 : 4 + length], body[4 + length :]
        if len(text) != length:
            raise Malformed("cut short")
        tensors = _Tensors(blob)
        value = _unpack(json.loads(text.decode("utf-8")), tensors, 0, [MAX_ITEMS + 1_000])
        tensors.all_used()
    except Malformed:
        raise
    except Exception as error:  # json, safetensors and torch raise more kinds on lies than their documents name
        raise Malformed(f"{type(error).__name__}: {error}"[:200]) from None
    return value


class _Tensors:
    """The tensors of one frame, each to be taken once."""

    def __init__(self, blob: bytes) -> None:
        if blob and _HEADER.unpack_from(blob)[0] > MAX_HEADER:
            raise Malformed("too many tensors")
        self._held = load(blob) if blob else {}

    def take(self, index: Any) -> Tensor:
        if type(index) is not int or str(index) not in self._held:
            raise Malformed("no such tensor")
        tensor = self._held.pop(str(index))
        if tensor.dtype not in _DTYPES:
            raise Malformed(f"a tensor of {tensor.dtype}")
        return tensor.clone()

    def all_used(self) -> None:
        if self._held:
            raise Malformed("a tensor that nothing names")


def _unpack(packed: Any, tensors: _Tensors, depth: int, budget: list[int]) -> Plain:
    budget[0] -= 1
    if budget[0] < 0 or depth > MAX_DEPTH + 1:
        raise Malformed("too many values, or too deep")
    if packed is None or type(packed) in (bool, float):
        return packed
    if type(packed) in (int, str):
        return _short(packed)
    if type(packed) is not list or not packed or type(packed[0]) is not str:
        raise Malformed("an untagged value")
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
    raise Malformed("an unknown tag")


def _short(value: Any) -> Any:
    """An int or a str as plain data has them: neither too long nor with half a surrogate pair, which no file takes."""
    if type(value) is int:
        if value.bit_length() > MAX_INT_BITS:
            raise Malformed("an int too long")
        return value
    if len(value) > MAX_TEXT:
        raise Malformed("a text too long")
    return value.encode("utf-8", "replace").decode()


def _dict(pairs: list[Any], tensors: _Tensors, depth: int, budget: list[int]) -> dict[str | int, Plain]:
    made: dict[str | int, Plain] = {}
    for pair in pairs:
        if type(pair) is not list or len(pair) != 2 or type(pair[0]) not in (str, int):
            raise Malformed("a bad key")
        key = _short(pair[0])
        if key in made:
            raise Malformed("a doubled key")
        made[key] = _unpack(pair[1], tensors, depth + 1, budget)
    return made


def dump_observation(name: str, seen: Observation) -> bytes:
    """One case's observation under its case's name."""
    raised = seen.raised and [
        seen.raised.kind,
        seen.raised.message,
        [[frame.line, frame.function, frame.text] for frame in seen.raised.frames],
        list(seen.raised.bases),
    ]
    return dump([name, seen.how, seen.value, raised, seen.printed])


def read_observation(entries: Plain) -> tuple[str, Observation]:
    """The name and observation that `dump_observation` packed, from what `parse` made of its body.

    Raises:
        Malformed: it is anything else.
    """
    if type(entries) is not list or len(entries) != 5:
        raise Malformed("no observation")
    name, how, value, raised, printed = entries
    if type(name) is not str or type(how) is not str or how not in _HOW or type(printed) is not str:
        raise Malformed("no observation")
    if (raised is None) != (how == "returned"):
        raise Malformed("an outcome that contradicts itself")
    return name, Observation(how, value, None if raised is None else _raised(raised), printed)


def _raised(entries: Plain) -> Raised:
    if type(entries) is not list or [type(entry) for entry in entries] != [str, str, list, list]:
        raise Malformed("no exception")
    kind, message, frames, bases = entries
    if not all(type(base) is str for base in bases) or len(frames) > 20:
        raise Malformed("no exception")
    for frame in frames:
        if type(frame) is not list or [type(part) for part in frame] != [int, str, str]:
            raise Malformed("no traceback")
    lines = tuple(Frame(line, name[:MAX_WORDS], text[:MAX_WORDS]) for line, name, text in frames)
    return Raised(kind[:MAX_WORDS], message[:MAX_WORDS], lines, tuple(bases))

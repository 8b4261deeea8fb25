"""What is kept of an observation to compare it with another: small, plain JSON, and without what does not count.

Line numbers, wording and memory addresses are left out. A large tensor is kept as its size and a few projections, which
tell two tensors apart and give neither away.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import torch
from torch import Tensor

from grader.judging.case_result import PRINTED, Path
from grader.observing.observe import Observation
from grader.observing.plain import Opaque

RTOL, ATOL = 1e-3, 1e-5
FEW = 8
"""So many numbers are kept as they are."""
_PROJECTIONS = 4
MOST_ENTRIES = 1_000
"""So many entries of a value are looked at, all its parts together."""
_MOST = 200_000
"""Of larger tensors only so many numbers are looked at."""
_RAISED = re.compile(r".*\braised (\w+)\b.*", re.DOTALL)
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")
_NOTHING = ["nothing"]

Value = Any
"""JSON: a list's first entry says what it stands for."""


@dataclass(frozen=True)
class Summary:
    """What a case came to: how it ended, the value or the exception in brief, and a digest of what was printed."""

    ending: str
    value: Value
    printed: str = ""

    def to_json(self) -> list[Any]:
        return [self.ending, _rounded(self.value), self.printed]

    @classmethod
    def from_json(cls, entry: list[Any]) -> Summary:
        return cls(*entry)


def summarise(observed: Observation) -> Summary:
    """The summary of an observation."""
    printed = digest(observed.printed.split()) if observed.printed.strip() else ""
    if observed.ending == "returned":
        return Summary("returned", summarise_value(observed.value), printed)
    raised = observed.raised
    kind = (raised.bases[0] if raised.bases else raised.kind) if raised else ""
    return Summary(observed.ending, ["e", kind, digest(raised.message) if raised else ""], printed)


def summarise_value(value: Any) -> Value:
    """A plain value in brief; of one with very many entries, the first."""
    return _brief(value, [MOST_ENTRIES])


def _brief(value: Any, room: list[int]) -> Value:
    """``room`` holds how many entries may still be looked at."""
    if isinstance(value, Tensor):
        room[0] -= 2  # as long as it takes
        return ["x", str(value.dtype).removeprefix("torch."), list(value.shape), *_numbers(value)]
    if isinstance(value, list | tuple):
        tag = "l" if isinstance(value, list) else "t"
        if len(value) > FEW and set(map(type, value)) <= {int, float} and _fits(value):
            kinds = "".join(sorted({type(entry).__name__[0] for entry in value[:1000]}))
            return ["n", tag + kinds, [len(value)], *_numbers(torch.tensor(value, dtype=torch.float64))]
        return [tag, *_entries(value, room)]
    if isinstance(value, dict):
        entries = _entries(list(value.values()), room)
        return {_key(key): entry for key, entry in zip(value, entries, strict=False)}
    if isinstance(value, str):
        text = _RAISED.sub(r"raised \1", value)  # an error that a probe has put into words
        return text if len(text) <= 60 else ["s", digest(text)]
    if isinstance(value, Opaque):
        return ["o", _ADDRESS.sub("", value.description)]
    return value


def _entries(values: list[Any] | tuple[Any, ...], room: list[int]) -> list[Value]:
    brief = []
    for value in values:
        room[0] -= 1
        if room[0] < 0:
            break
        brief.append(_brief(value, room))
    return brief


def _fits(values: list[Any] | tuple[Any, ...]) -> bool:
    whole = [value for value in values if type(value) is int]
    return not whole or (max(whole) < 2**63 and min(whole) >= -(2**63))


def _key(key: str | int) -> str:
    return f"#{key}" if isinstance(key, int) else key


def _numbers(tensor: Tensor) -> list[Any]:
    """The numbers or their projections, then how many are not finite."""
    flat = tensor.detach().reshape(-1).double()
    brief = _projected(flat)
    if all(map(math.isfinite, brief)):  # as nearly always: then all that they are made of is finite
        return [brief, 0]
    finite = torch.isfinite(flat)
    return [_projected(torch.where(finite, flat, 0.0)), len(flat) - int(finite.sum())]


def _projected(flat: Tensor) -> list[float]:
    """A few numbers as they are; of more, their root mean square and their projections."""
    count = len(flat)
    if count <= FEW:
        return flat.tolist()
    if count > _MOST:
        flat = flat[:: -(-count // _MOST)]
    size = math.sqrt(len(flat))
    return [number / size for number in (math.sqrt(flat.dot(flat)), *(_directions(len(flat)) @ flat).tolist())]


@lru_cache(maxsize=64)
def _directions(length: int) -> Tensor:
    """Directions to project on: the same numbers with every release of PyTorch."""
    steps = torch.arange(1, length + 1, dtype=torch.float64)
    return torch.stack([torch.cos(steps * (1.7 + 0.61 * index) + index) for index in range(_PROJECTIONS)])


def same(one: Value, other: Value, strict: bool) -> bool:
    """Whether two summarised values are equal, floats within tolerance.

    Where not ``strict``, neither dimensions of one nor types of numbers and sequences count, and no gradient is as good
    as one of zeros.
    """
    if not strict:
        if one is None or other is None:
            return one is other or _is_zero(one) or _is_zero(other)
        one, other = _bare(one), _bare(other)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key], strict) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        if one[:1] == other[:1] and one[:1] in (["x"], ["n"]):
            return _same_numbers(one, other, strict)
        if one[:1] == other[:1] == ["e"]:
            return one[1] == other[1] and (one[2] == other[2] or not strict)
        return len(one) == len(other) and all(
            same(mine, theirs, strict) for mine, theirs in zip(one, other, strict=True)
        )
    if type(one) in (int, float) and type(other) in (int, float):
        return (type(one) is type(other) or not strict) and _close(one, other, max(abs(one), abs(other)))
    return type(one) is type(other) and one == other


def _bare(value: Value) -> Value:
    """A value without what does not count."""
    if isinstance(value, list) and value:
        if value[0] == "x" and len(value[3]) == 1 and not value[4]:
            return value[3][0]
        if value[0] == "t":
            return ["l", *value[1:]]
        if value[0] == "l" and len(value) == 2:
            return _bare(value[1]) if type(_bare(value[1])) in (int, float) else value
    if isinstance(value, dict) and value.keys() == {"type", "number"}:  # as `tools.scalar` reads a number
        return value["number"]
    if isinstance(value, bool):
        return value
    return value


def _is_zero(value: Value) -> bool:
    """Whether it is a tensor of zeros."""
    return isinstance(value, list) and value[:1] == ["x"] and not value[4] and not any(value[3])


def _same_numbers(one: list[Any], other: list[Any], strict: bool) -> bool:
    (_, kind, shape, numbers, strange), (_, their_kind, their_shape, theirs, their_strange) = one, other
    if strict and (kind != their_kind or shape != their_shape):
        return False
    if [size for size in shape if size != 1] != [size for size in their_shape if size != 1]:
        return False
    if len(numbers) != len(theirs) or strange != their_strange:
        return False
    scale = max((abs(number) for number in (*numbers, *theirs)), default=0.0)
    return all(_close(mine, number, scale) for mine, number in zip(numbers, theirs, strict=True))


def _close(one: float, other: float, scale: float) -> bool:
    if one == other or (one != one and other != other):
        return True
    try:
        return abs(one - other) <= ATOL + RTOL * scale and math.isfinite(one - other)
    except OverflowError:
        return False


def at(value: Value, path: Path) -> Value:
    """What ``path`` leads to in a summarised value; the whole of a sequence that is kept as projections."""
    for step in path:
        if isinstance(value, dict):
            value = value.get(_key(step), _NOTHING)
        elif isinstance(value, list) and value[:1] in (["l"], ["t"]) and isinstance(step, int):
            inside = value[1:]
            value = inside[step] if -len(inside) <= step < len(inside) else _NOTHING
        else:
            return value
    return value


def furthest(paths: set[Path]) -> list[Path]:
    """The paths of a set that none of its others goes on from: those that were read, not only passed."""
    return [path for path in paths if not any(other != path and other[: len(path)] == path for other in paths)]


def same_at(one: Summary, other: Summary, paths: set[Path]) -> bool:
    """Whether two cases came to the same as far as ``paths`` were read, in what counts."""
    if one.ending != other.ending:
        return False
    if one.ending != "returned":
        return same(one.value, other.value, strict=False)
    if PRINTED in paths and one.printed != other.printed:
        return False
    return all(same(at(one.value, path), at(other.value, path), False) for path in furthest(paths) if path != PRINTED)


def same_case(one: Summary, other: Summary, printed: bool) -> bool:
    """Whether two cases came to the same in everything; what was printed counts where ``printed`` says so."""
    if one.ending != other.ending or (printed and one.printed != other.printed):
        return False
    return same(one.value, other.value, strict=True)


def same_but_for_wording(one: Summary, other: Summary, printed: bool) -> bool:
    """`same_case`, but of an exception only the type counts."""
    if one.ending == other.ending == "raised":
        return same(one.value, other.value, strict=False)
    return same_case(one, other, printed)


def digest(value: Any) -> str:
    """A few characters that stand for a JSON value."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:10]


def _rounded(value: Value, digits: int = 6) -> Value:
    """Floats with so many significant digits, to save room in a file."""
    if isinstance(value, float):
        return float(f"{value:.{digits}g}")
    if isinstance(value, list):
        return [_rounded(entry, digits) for entry in value]
    if isinstance(value, dict):
        return {key: _rounded(entry, digits) for key, entry in value.items()}
    return value


_EQUAL = ["="]


def without_equal(summary: Summary, other: Summary) -> Summary:
    """The summary with a mark instead of each part that is equal to the other's; `with_equal` puts them back."""
    return replace(summary, value=_without_equal(summary.value, other.value))


def _without_equal(value: Value, other: Value) -> Value:
    if same(value, other, strict=True) and isinstance(value, list | dict):
        return _EQUAL
    if isinstance(value, dict) and isinstance(other, dict):
        return {key: _without_equal(entry, other.get(key)) for key, entry in value.items()}
    if _are_sequences(value, other):
        return [value[0], *map(_without_equal, value[1:], other[1:])]
    return value


def with_equal(summary: Summary, other: Summary) -> Summary:
    """The summary that `without_equal` was given."""
    return replace(summary, value=_with_equal(summary.value, other.value))


def _with_equal(value: Value, other: Value) -> Value:
    if value == _EQUAL:
        return other
    if isinstance(value, dict) and isinstance(other, dict):
        return {key: _with_equal(entry, other.get(key)) for key, entry in value.items()}
    if _are_sequences(value, other):
        return [value[0], *map(_with_equal, value[1:], other[1:])]
    return value


def _are_sequences(value: Value, other: Value) -> bool:
    if not isinstance(value, list) or not isinstance(other, list) or len(value) != len(other):
        return False
    return value[:1] == other[:1] and value[:1] in (["l"], ["t"])


class Behaviours:
    """Digests of what checks read of an answer, each part of it digested once."""

    def __init__(self) -> None:
        self._parts: dict[tuple[str, Path], str] = {}

    def digest(self, summaries: Mapping[str, Summary], read: Mapping[str, set[Path]]) -> str:
        """Equal for answers that behave alike in what a check read, case by case."""
        parts = []
        for case, summary in sorted(summaries.items()):
            for path in sorted(furthest(read[case]), key=str):
                if (case, path) not in self._parts:
                    self._parts[case, path] = digest([case, list(path), _behaviour_at(summary, path)])
                parts.append(self._parts[case, path])
        return digest(parts) if parts else ""


def _behaviour_at(summary: Summary, path: Path) -> Value:
    if summary.ending != "returned":
        return [summary.ending, summary.value[1]]
    return summary.printed if path == PRINTED else _rounded(_bare(at(summary.value, path)), 3)

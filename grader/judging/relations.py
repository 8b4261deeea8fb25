"""How a wrong value is related to the expected one, where that is plain to see: true statements, and no guesses."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor

_RTOL, _ATOL = 1e-4, 1e-6
_MOST = 1_000
"""Longer lists are not looked at."""
_FACTORS = (2, 3, 4, 5, 6, 7, 8, 9, 10, 16, 20, 32, 50, 64, 100, 128, 1000)


def relation(actual: Any, expected: Any, given: Any = None) -> str:
    """A sentence on how ``actual`` is related to ``expected``, or to what was ``given``; empty where none holds."""
    mine, theirs = _as_tensor(actual), _as_tensor(expected)
    if mine is None or theirs is None or not mine.numel() or not theirs.numel():
        return ""
    if mine.shape != theirs.shape:
        return _of_shapes(mine, theirs)
    if not bool(torch.isfinite(mine).all() and torch.isfinite(theirs).all()) or _close(mine, theirs):
        return ""
    return next(_of_values(mine, theirs, isinstance(expected, list | tuple), given), "")


def _as_tensor(value: Any) -> Tensor | None:
    if isinstance(value, Tensor):
        return value.detach().double()
    if type(value) is float or (type(value) is int and value.bit_length() < 53):
        return torch.tensor(value, dtype=torch.float64)
    is_list = isinstance(value, list | tuple) and 0 < len(value) <= _MOST
    if is_list and set(map(type, value)) <= {int, float} and max(map(abs, value)) < 2**53:
        return torch.tensor(value, dtype=torch.float64)
    return None


def _of_shapes(mine: Tensor, theirs: Tensor) -> str:
    if mine.dim() == 2 and mine.T.shape == theirs.shape and _close(mine.T, theirs):
        return "it is the expected, transposed"
    count = theirs.numel()
    if mine.dim() == 2 and tuple(mine.shape) == (count, count) and count > 1 and theirs.numel() == max(theirs.shape):
        return f"its shape is ({count}, {count}), as broadcasting ({count}, 1) with ({count},) gives"
    return ""


def _of_values(mine: Tensor, theirs: Tensor, is_sequence: bool, given: Any) -> Iterator[str]:
    if not _is_zero(theirs) and not _is_zero(mine):
        if _close(mine, -theirs):
            yield "it is the negative of the expected"
        for factor in _possible_factors(mine, theirs):
            if _close(mine, factor * theirs):
                yield f"it is {factor} times the expected" + (
                    ": a sum is that, where a mean is due" if factor > 2 else ""
                )
            if _close(factor * mine, theirs):
                yield f"it is the expected divided by {factor}"
    if mine.dim() == 2 and mine.shape[0] == mine.shape[1] > 1 and _close(mine.T, theirs):
        yield "it is the expected, transposed"
    if mine.dim() >= 1 and mine.shape[-1] > 1 and not is_sequence:
        if _close(mine, theirs.softmax(-1)):
            yield "it is the softmax of the expected"
        if _close(mine, theirs.log_softmax(-1)):
            yield "it is the log-softmax of the expected"
    if is_sequence and len(mine) > 2:
        if _close(mine[1:], theirs[:-1]) and not _close(mine[1:], theirs[1:]):
            yield "it is the expected, one step late"
        if _close(mine[:-1], theirs[1:]) and not _close(mine[:-1], theirs[:-1]):
            yield "it is the expected, one step early"
    if mine.numel() > 1 and any(_close(mine, value) for value in _tensors(given, mine.shape)):
        yield "it is still the value from before the call"


def more_than_all(actual: Any, expected: Any) -> str:
    """For a share in per cent: a sentence where there is more than 100 of it."""
    if type(actual) in (int, float) and math.isfinite(actual) and actual > 100 >= expected:
        return "it is more than 100 per cent"
    return ""


def _possible_factors(mine: Tensor, theirs: Tensor) -> list[int]:
    """The factors between the two that their largest number allows: few are left to be tried on all of them."""
    at = int(theirs.abs().argmax())
    one, other = float(mine.flatten()[at]), float(theirs.flatten()[at])

    def near(value: float, goal: float) -> bool:
        return abs(value - goal) <= 2 * (_ATOL + _RTOL * abs(goal))

    return [factor for factor in _FACTORS if near(one, factor * other) or near(factor * one, other)]


def _tensors(value: Any, shape: torch.Size) -> Iterator[Tensor]:
    if isinstance(value, Tensor) and value.shape == shape:
        yield value.detach().double()
    elif isinstance(value, dict):
        for entry in value.values():
            yield from _tensors(entry, shape)


def _close(one: Tensor, other: Tensor) -> bool:
    return bool(torch.allclose(one, other, rtol=_RTOL, atol=_ATOL))


def _is_zero(value: Tensor) -> bool:
    return bool((value.abs() <= 10 * _ATOL).all())

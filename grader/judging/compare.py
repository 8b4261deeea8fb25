"""Are two plain values the same, and if not, where do they part?"""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor

from grader.judging.format import describe_type, format_number, format_value

RTOL, ATOL = 1e-4, 1e-6


def difference(actual: Any, expected: Any, rtol: float = RTOL, atol: float = ATOL) -> str | None:
    """None where ``actual`` equals ``expected``, else one line on how they differ.

    Floats are equal within ``atol + rtol * |expected|``, and an int may replace a float; all other types must be
    exactly the same. An Opaque equals nothing.
    """
    if isinstance(expected, Tensor):
        return _tensors(actual, expected, rtol, atol)
    if type(expected) is float:
        if type(actual) not in (float, int) or (type(actual) is int and actual.bit_length() > 64):
            return f"{describe_type(actual)} where a number was expected"
        return None if _close(actual, expected, rtol, atol) else f"by {format_number(abs(actual - expected), 2)}"
    if type(actual) is not type(expected):
        return f"{describe_type(actual)} where {describe_type(expected)} was expected"
    if isinstance(expected, (list, tuple)):
        return _sequences(actual, expected, rtol, atol)
    if isinstance(expected, dict):
        return _dicts(actual, expected, rtol, atol)
    return None if actual == expected else ""


def _close(actual: float, expected: float, rtol: float, atol: float) -> bool:
    if not (math.isfinite(actual) and math.isfinite(expected)):
        return actual == expected
    return abs(actual - expected) <= atol + rtol * abs(expected)


def _tensors(actual: Any, expected: Tensor, rtol: float, atol: float) -> str | None:
    if not isinstance(actual, Tensor):
        return f"{describe_type(actual)} where a tensor was expected"
    if actual.shape != expected.shape:
        return f"its shape is {tuple(actual.shape)}, expected {tuple(expected.shape)}"
    if actual.dtype != expected.dtype:
        return f"its numbers are {actual.dtype}, expected {expected.dtype}"
    if not expected.numel() or torch.equal(actual, expected):  # most right answers are; the rest takes ten times longer
        return None
    if not expected.dtype.is_floating_point:
        wrong = actual != expected
    else:
        wrong = ~torch.isclose(actual, expected, rtol=rtol, atol=atol)
    if not bool(wrong.any()):
        return None
    index = wrong.nonzero()[0].tolist()
    mine, theirs = actual[tuple(index)].item(), expected[tuple(index)].item()
    gap = (actual.double() - expected.double()).abs()
    largest = float(gap[wrong].max()) if bool(torch.isfinite(gap[wrong]).all()) else math.inf
    count, by = expected.numel(), f", by {format_number(largest, 2)} at most" if math.isfinite(largest) else ""
    if count == 1:
        return _side_by_side(mine, theirs)
    if bool(wrong.all()):
        return f"{'both' if count == 2 else f'all {count}'} numbers{by}"
    return f"{int(wrong.sum())} of {count} numbers{by}; first at {index}: {_side_by_side(mine, theirs)}"


def _side_by_side(mine: float, theirs: float) -> str:
    for digits in range(4, 18):
        if format_number(mine, digits) != format_number(theirs, digits):
            break
    return f"{format_number(mine, digits)} instead of {format_number(theirs, digits)}"


def _sequences(actual: Any, expected: Any, rtol: float, atol: float) -> str | None:
    if len(actual) != len(expected):
        return f"its length is {len(actual)}, expected {len(expected)}"
    for index, (mine, theirs) in enumerate(zip(actual, expected, strict=True)):
        apart = difference(mine, theirs, rtol, atol)
        if apart is not None:
            return f"first at [{index}]: {format_value(mine)} instead of {format_value(theirs)}"
    return None


def _dicts(actual: Any, expected: Any, rtol: float, atol: float) -> str | None:
    if actual.keys() != expected.keys():
        return f"its keys are {format_value(list(actual))}, expected {format_value(list(expected))}"
    for key in expected:
        apart = difference(actual[key], expected[key], rtol, atol)
        if apart is not None:
            return (
                f"at {key!r}: {apart}"
                if apart
                else f"at {key!r}: {format_value(actual[key])} instead of {format_value(expected[key])}"
            )
    return None

"""Values as a learner reads them: short, and never so short that two different ones look alike."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from typing import Any

import torch
from torch import Tensor

from grader.text import with_article

MAX_NUMBERS = 12
MAX_SHOWN = 400
"""Entries shown of a value in all: twelve of twelve and so on would be thousands."""
MAX_TEXT = 400


def format_number(value: float | int | bool, digits: int = 4) -> str:
    """A number with ``digits`` significant digits where it is a float; NaN and infinities by name."""
    if isinstance(value, (bool, int)):
        return str(value)
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "infinity" if value > 0 else "-infinity"
    text = f"{value:.{digits}g}"
    return text if any(mark in text for mark in ".e") else f"{text}.0"


def format_value(value: Any, digits: int = 4) -> str:
    """Any plain value in a line or a few; of nested ones, the first `MAX_SHOWN` entries in all."""
    return _Formatter(digits).format(value)


class _Formatter:
    """Formats one value, entry by entry, until enough is shown."""

    def __init__(self, digits: int) -> None:
        self._digits = digits
        self._left = MAX_SHOWN

    def format(self, value: Any) -> str:
        self._left -= 1
        if isinstance(value, Tensor):
            return _tensor(value, self._digits)
        if isinstance(value, float):
            return format_number(value, self._digits)
        if isinstance(value, str):
            return (
                repr(value)
                if len(value) <= MAX_TEXT
                else f"{value[:MAX_TEXT]!r} and {len(value) - MAX_TEXT} characters more"
            )
        if isinstance(value, (list, tuple)):
            ends = "[]" if isinstance(value, list) else "()"
            comma = "," if isinstance(value, tuple) and len(value) == 1 else ""
            return f"{ends[0]}{self._entries(value, self.format)}{comma}{ends[1]}"
        if isinstance(value, dict):
            return f"{{{self._entries(value.items(), lambda entry: f'{entry[0]!r}: {self.format(entry[1])}')}}}"
        return str(value)

    def _entries(self, entries: Collection[Any], show: Callable[[Any], str]) -> str:
        shown: list[str] = []
        for entry in entries:
            if len(shown) == MAX_NUMBERS or self._left <= 0:
                break
            shown.append(show(entry))
        left = len(entries) - len(shown)
        if not left:
            return ", ".join(shown)
        return f"{', '.join(shown)}, and {left} more" if shown else f"{left} entries"


def _tensor(value: Tensor, digits: int) -> str:
    shape = tuple(value.shape)
    if value.dim() == 0:
        return f"a tensor holding {format_number(value.item(), digits)}"
    if value.numel() == 0:
        return f"an empty tensor of shape {shape}"
    if value.dim() == 1 and value.numel() <= MAX_NUMBERS:
        return _row(value, digits)
    first = value.flatten()[:6]
    if value.numel() <= 6:
        return f"shape {shape}: {_row(first, digits)}"
    return f"shape {shape}, beginning {_row(first, digits)}"


def _row(value: Tensor, digits: int) -> str:
    """Numbers under one another line up: fixed decimals where the sizes allow it."""
    if value.dtype.is_floating_point and bool(torch.isfinite(value).all()):
        largest = float(value.abs().max())
        if largest == 0 or 1e-3 <= largest < 1e4:
            return "[" + " ".join(f"{entry:.{digits}f}" for entry in value.tolist()) + "]"
    return "[" + " ".join(format_number(entry, digits) for entry in value.tolist()) + "]"


def format_pair(actual: Any, expected: Any) -> tuple[str, str]:
    """Both values with as many digits as it takes to tell them apart."""
    start = 0
    if isinstance(actual, (list, tuple)) and type(actual) is type(expected) and len(actual) == len(expected):
        start = _first_index(actual, expected)
        actual, expected = actual[start:], expected[start:]
    start_text = f"from [{start}] on: " if start else ""
    for digits in range(4, 18):
        mine, theirs = format_value(actual, digits), format_value(expected, digits)
        if mine != theirs:
            return start_text + mine, start_text + theirs
    return format_value(actual), format_value(expected)  # they differ beyond what is shown: where, "differs" tells


def _first_index(actual: Any, expected: Any) -> int:
    """Where to begin showing two long sequences, so that the first difference is among what is shown."""
    for index, (mine, theirs) in enumerate(zip(actual, expected, strict=True)):
        if format_value(mine) != format_value(theirs):
            return max(0, index - 2) if index >= MAX_NUMBERS else 0
    return 0


def describe_type(value: Any) -> str:
    """A value's type in words: "an int", "a tensor of shape (1600,)", "None"."""
    if value is None:
        return "None"
    if isinstance(value, Tensor):
        return f"a tensor of shape {tuple(value.shape)}"
    if type(value).__name__ == "Opaque":
        return str(value)
    return with_article(type(value).__name__)

"""What makes a pytest test a check: a title, points, hints, and the checks it builds on."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Literal, TypeVar

Rows = Sequence[tuple[str, str]]
Function = TypeVar("Function", bound=Callable[..., None])


class CheckFailed(Exception):
    """A check's "no", with all that a learner reads; the only exception a suite raises about a submission."""

    def __init__(self, rows: Rows, outcome: Literal["failed", "waits", "not started"] = "failed") -> None:
        super().__init__("\n".join(f"{label}: {text}" if label else text for label, text in rows))
        self.rows = tuple(rows)
        self.outcome = outcome


@dataclass(frozen=True)
class Check:
    """What is known of a check before it runs. ``edge`` marks edge cases, at most a fifth of a suite's points."""

    name: str
    title: str
    points: int
    hints: tuple[str, ...]
    edge: bool
    function: Callable[..., None]


def check(
    title: str,
    points: int,
    hints: Sequence[str] = (),
    after: Callable[..., None] | Sequence[Callable[..., None]] = (),
    edge: bool = False,
) -> Callable[[Function], Function]:
    """Make a check of a test function.

    Args:
        title: the sentence a learner reads, with the function's name in it.
        points: what it is worth, all or nothing.
        hints: from a nudge to nearly the way; shown one at a time.
        after: checks without which this one says nothing; it waits while one of them fails.
        edge: an edge case, validation or a return type.
    """
    needed = (after,) if callable(after) else tuple(after)

    def decorate(function: Function) -> Function:
        @functools.wraps(function)
        def judged(seen: Any) -> None:
            for other in needed:
                if not seen.passes(other):
                    raise CheckFailed([("", f"waits for: {about(other).title}")], "waits")
            function(seen)

        judged.about = Check(function.__name__, title, points, tuple(hints), edge, judged)  # type: ignore[attr-defined]
        return judged  # type: ignore[return-value]

    return decorate


def about(function: Callable[..., None]) -> Check:
    """What `check` noted on a test function.

    Raises:
        AttributeError: the function is not decorated with `check`.
    """
    return function.about  # type: ignore[attr-defined]


def checks_in(module: ModuleType) -> list[Check]:
    """A suite's checks, in the order they are written."""
    return [entry.about for entry in vars(module).values() if isinstance(getattr(entry, "about", None), Check)]

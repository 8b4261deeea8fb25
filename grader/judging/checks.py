"""What makes a pytest test a check: a title, points, hints, and the checks it builds on."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Literal, TypeVar, cast

from grader.errors import SuiteError
from grader.records import Rows, as_text

Function = TypeVar("Function", bound=Callable[..., None])


class CheckFailedError(Exception):
    """A check's "no", with all that a learner reads; the only exception that a suite raises about a submission."""

    def __init__(self, rows: Rows, outcome: Literal["failed", "waits", "not started"] = "failed") -> None:
        super().__init__(as_text(rows))
        self.rows = tuple(rows)
        self.outcome = outcome


@dataclass(frozen=True)
class Check:
    """What is known of a check before it runs.

    Attributes:
        name: its function's name, ``test_flat_size``.
        title: the sentence a learner reads.
        points: what it is worth, all or nothing.
        hints: from a nudge to nearly the way.
        after: the checks without which it says nothing.
        edge: whether it is about an edge case; those are at most a fifth of a suite's points.
        function: decides; called with the submission's `CaseResults`.
    """

    name: str
    title: str
    points: int
    hints: tuple[str, ...]
    after: tuple[Check, ...]
    edge: bool
    function: Callable[[Any], None]


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

    Example::

        @check("flat_size gives 576 for 32 pixels", points=2, hints=["…"], after=test_trace_shapes)
        def test_flat_size(results):
            results("32 pixels").returned(576, "16 channels of 6 by 6")
    """
    needed = tuple(check_of(other) for other in ((after,) if callable(after) else after))

    def decorate(function: Function) -> Function:
        made = Check(function.__name__, title, points, tuple(hints), needed, edge, function)

        @functools.wraps(function)
        def run(results: Any) -> None:
            results.run(made)

        run.check = made  # type: ignore[attr-defined]  # functions take attributes, which mypy does not know
        return cast(Function, run)

    return decorate


def check_of(function: Callable[..., None]) -> Check:
    """What `check` noted on a test function.

    Raises:
        SuiteError: the function is not decorated with `check`.
    """
    noted = getattr(function, "check", None)
    if not isinstance(noted, Check):
        raise SuiteError(f"{function.__name__} is not a check. Decorate it with @check(title, points=…, hints=[…])")
    return noted


def checks_in(module: ModuleType) -> list[Check]:
    """A suite's checks, in the order they are written."""
    return [entry.check for entry in vars(module).values() if isinstance(getattr(entry, "check", None), Check)]

"""From a check's end to its verdict."""

from __future__ import annotations

from grader.judging.checks import Check, CheckFailed
from grader.records import Verdict


def verdict_of(check: Check, error: BaseException | None) -> Verdict:
    """The verdict of a check that ended in ``error``, or to its end where that is None.

    Anything but a `CheckFailed` is a fault of the kit's own.
    """
    if error is None:
        return Verdict(check.name, check.title, "passed", check.points)
    if isinstance(error, CheckFailed):
        return Verdict(check.name, check.title, error.outcome, check.points, error.rows)
    rows = (
        ("fault", f"torchkata's own check failed to run ({type(error).__name__}). This is not your mistake."),
        (
            "do",
            "Please report it, with your file: it takes nothing from your points that an instructor cannot give.",
        ),
    )
    return Verdict(check.name, check.title, "fault", check.points, rows)

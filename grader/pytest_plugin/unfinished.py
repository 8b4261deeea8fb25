"""The report of a run that had to be ended, from the records that its process left."""

from __future__ import annotations

from typing import Any

from grader.records import Grade, Verdict
from grader.reporting.terminal import Heading, block, render


class PartialGrade(Grade):
    """A grade whose full points are those of all checks that were asked for, also where some of them were not run."""

    def __init__(self, exercise: str, verdicts: list[Verdict], problem: tuple[tuple[str, str], ...], most: int) -> None:
        super().__init__(exercise, verdicts, problem)
        self._most = most

    @property
    def max_points(self) -> int:
        return self._most


def as_text(report: dict[str, Any] | None, verdict: dict[str, Any]) -> str:
    """What to print.

    Args:
        report: from `Reporter.unfinished`; None where another process reports.
        verdict: the last one, on the code that had no end, as JSON.
    """
    last = Verdict.from_json(verdict)
    if report is None:
        return f"\n{last.title}\n{last.message}\n"
    verdicts = [*map(Verdict.from_json, report["verdicts"]), last]
    heading = Heading(*report["heading"])
    grade = PartialGrade(heading.id, verdicts, (), report["most"])
    ran = f"Ran {len(verdicts)} of {report['checks']} checks."
    return render(block(heading, grade, report["width"], [ran], first=last), report["width"], report["colour"])

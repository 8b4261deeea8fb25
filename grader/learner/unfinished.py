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
        report: from `FileReport.unfinished`; None where another process reports.
        verdict: the last one, on the code that had no end, as JSON.
    """
    if report is None:
        last = Verdict.from_json(verdict)
        return f"\n{last.title}\n{last.message}\n"
    grade = partial_grade(report, verdict)
    heading = Heading(*report["heading"])
    ran = f"Ran {len(grade.verdicts)} of {report['checks']} checks."
    return render(
        block(heading, grade, report["width"], [ran], first=grade.verdicts[-1]), report["width"], report["colour"]
    )


def partial_grade(report: dict[str, Any], verdict: dict[str, Any]) -> PartialGrade:
    """The grade so far with the last verdict, which is on the code that had no end."""
    verdicts = [Verdict.from_json(entry) for entry in (*report["verdicts"], verdict)]
    return PartialGrade(report["heading"][0], verdicts, (), report["most"])

"""A learner's grade for other tools: what ``kata check --json`` prints for each exercise."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from grader.records import Grade


def as_json(grade: Grade) -> dict[str, Any]:
    """The grade with its points and verdicts; a verdict's ``rows`` are what a learner reads, as [label, text]."""
    return {
        "exercise": grade.exercise,
        "passed": grade.passed,
        "points": grade.points,
        "max_points": grade.max_points,
        "problem": [list(row) for row in grade.problem],
        "mistakes": [asdict(mistake) for mistake in grade.mistakes],
        "checks": [verdict.to_json() | {"points": verdict.points} for verdict in grade.verdicts],
    }

"""Results in the format of Gradescope's autograders.

Source: Gradescope's autograder specification, "Output format" and "Controlling Test Case Visibility".
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from enum import Enum
from itertools import groupby
from pathlib import Path
from typing import Any

from grader.records import CheckResult, SubmissionResult
from grader.reporting.problems import explanations
from grader.text import file_name
from grader.whole_file import whole_text

NOT_GRADED = (
    "Not graded: the autograder failed, not your code. There is no score yet. "
    "Your instructor can run the autograder again."
)


class Visibility(str, Enum):
    """When students see the checks' outcomes and, with them, their score."""

    VISIBLE = "visible"
    AFTER_DUE_DATE = "after_due_date"
    AFTER_PUBLISHED = "after_published"
    HIDDEN = "hidden"


def write_gradescope(folder: Path, results: Iterable[SubmissionResult]) -> None:
    """``FOLDER/STUDENT/results.json`` for each student, all exercises in one. Results must come by student."""
    for student, own in groupby(results, lambda result: result.student):
        own_folder = folder / file_name(student)
        own_folder.mkdir(parents=True, exist_ok=True)
        write_results(own_folder / "results.json", list(own))


def write_results(
    path: Path, results: Sequence[SubmissionResult], visibility: Visibility = Visibility.VISIBLE, fault: str = ""
) -> None:
    """One student's ``results.json``, with a test per check.

    Where the grader itself failed there is no score at all, neither of the whole nor of a test: a sum without what
    could not be graded would look like a grade.

    Args:
        path: the file.
        results: the student's, one per exercise.
        visibility: when students see them.
        fault: why the grader failed before there was any result; empty where it did not.
    """
    has_score = not fault and all(result.points is not None for result in results)
    notes = [f"{result.exercise}: {_status(result)}: {result.note}" for result in results if result.note]
    lines = [*([] if has_score else [NOT_GRADED]), *([fault] if fault else []), *notes]
    whole: dict[str, Any] = {
        "output": "\n".join(lines),
        "output_format": "text",
        "visibility": visibility.value,
        "stdout_visibility": "hidden",
        "execution_time": round(sum(result.seconds for result in results), 3),
        "tests": [
            _test(result, check, f"{result.exercise}.{index}", visibility, has_score)
            for result in results
            for index, check in enumerate(result.checks, start=1)
        ],
    }
    if has_score:
        whole["score"] = sum(result.points or 0 for result in results)
    with whole_text(path) as file:
        json.dump(whole, file, indent=1, ensure_ascii=False)


def _status(result: SubmissionResult) -> str:
    return result.status.replace("_", " ")


def _test(
    result: SubmissionResult, check: CheckResult, number: str, visibility: Visibility, has_score: bool
) -> dict[str, Any]:
    likely = [f"likely: {text}" for text in explanations(check, result.mistakes)]
    test: dict[str, Any] = {
        "name": f"{result.exercise}: {check.title}",
        "number": number,
        "max_score": check.max_points,
        "output": "\n".join([*likely, check.message]),
        "output_format": "text",
        "visibility": visibility.value,
    }
    if check.points is not None:
        test["status"] = "passed" if check.passed else "failed"
    if has_score:
        test["score"] = check.points
    return test

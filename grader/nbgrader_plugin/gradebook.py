"""What the course's gradebook says, read through nbgrader's own interface."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.errors import UserError


@dataclass(frozen=True)
class CheckScore:
    """One check's grade: the judge's score, and the one that somebody gave by hand."""

    auto: float | None
    manual: float | None
    most: float


@dataclass
class Graded:
    """One student's grade for one assignment."""

    student: str
    first_name: str
    last_name: str
    email: str
    total: float
    penalty: float
    waits: bool
    checks: dict[str, CheckScore] = field(default_factory=dict)

    @property
    def score(self) -> float:
        """What counts: points less the penalty for being late, as nbgrader's own export has it (plugins/export.py)."""
        return max(0.0, self.total - self.penalty)


@contextmanager
def opened(course: Path) -> Iterator[Any]:
    """The open gradebook of a course.

    Raises:
        UserError: there is none, or nbgrader is not installed.
    """
    path = course / "gradebook.db"
    if not path.exists():
        raise UserError(f"{path} does not exist: run nbgrader generate_assignment and autograde in {course} first.")
    try:
        from nbgrader.api import Gradebook
    except ImportError:
        raise UserError('nbgrader is not installed: pip install "torchkata[instructor]"') from None
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as base:
        (name,) = base.execute("select id from course").fetchone() or ("",)
    with Gradebook(f"sqlite:///{path.resolve()}", name or "default_course") as gradebook:
        yield gradebook


def most_points(gradebook: Any, assignment: str) -> dict[str, float]:
    """The points of each graded cell of an assignment."""
    return {
        cell.name: cell.max_score
        for notebook in gradebook.find_assignment(assignment).notebooks
        for cell in notebook.grade_cells
    }


def graded(gradebook: Any, assignment: str) -> dict[str, Graded]:
    """Every submission of an assignment, by student."""
    found = {}
    for submission in gradebook.find_assignment(assignment).submissions:
        student = submission.student
        grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
        found[student.id] = Graded(
            student.id,
            student.first_name or "",
            student.last_name or "",
            student.email or "",
            float(submission.score),
            float(submission.late_submission_penalty or 0.0),
            bool(submission.needs_manual_grade),
            {grade.name: CheckScore(grade.auto_score, grade.manual_score, grade.max_score) for grade in grades},
        )
    return dict(sorted(found.items()))

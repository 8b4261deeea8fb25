"""What the course's gradebook says, read through nbgrader's own interface."""

from __future__ import annotations

import os
import re
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.errors import UserError
from grader.nbgrader_plugin.roster import RosterStudent

_COURSE_ID = re.compile(r"^\s*c\.CourseDirectory\.course_id\s*=\s*[\"'](.*)[\"']", re.MULTILINE)


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
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as base:
        (name,) = base.execute("select id from course").fetchone() or ("",)
    with _gradebook(path, name) as gradebook:
        yield gradebook


def add_students(course: Path, students: Iterable[RosterStudent]) -> None:
    """Put students into the gradebook, or their names; it is made where there is none.

    Raises:
        UserError: this is no course of nbgrader's, or nbgrader is not installed.
    """
    config = course / "nbgrader_config.py"
    if not config.exists():
        raise UserError(f"{course} holds no nbgrader_config.py: kata course {course} writes it.")
    match = _COURSE_ID.search(config.read_text(encoding="utf-8"))
    with _gradebook(course / "gradebook.db", match[1] if match else "") as gradebook:
        for student in students:
            about = {"first_name": student.first_name, "last_name": student.last_name, "email": student.email}
            known = {key: value for key, value in about.items() if value}
            if "ID" in student.canvas:
                known["lms_user_id"] = student.canvas["ID"]
            gradebook.update_or_create_student(student.id, **known)


@contextmanager
def _gradebook(path: Path, course_id: str) -> Iterator[Any]:
    try:
        from nbgrader.api import Gradebook
    except ImportError:
        raise UserError('nbgrader is not installed: pip install "torchkata[instructor]"') from None
    search, here = os.environ.get("PATH", ""), str(Path(sys.executable).parent)
    os.environ["PATH"] = f"{here}{os.pathsep}{search}"  # it calls alembic by its name where it makes a gradebook
    try:
        with Gradebook(f"sqlite:///{path.resolve()}", course_id or "default_course") as gradebook:
            yield gradebook
    finally:
        os.environ["PATH"] = search


def require(gradebook: Any, assignments: Iterable[str]) -> list[str]:
    """The names of all assignments.

    Raises:
        UserError: one of those named is not among them.
    """
    known = [assignment.name for assignment in gradebook.assignments]
    unknown = [name for name in assignments if name not in known]
    if unknown:
        raise UserError(f"the gradebook has no {', '.join(unknown)}; it has {', '.join(known) or 'nothing yet'}.")
    return known


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

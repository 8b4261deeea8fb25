"""Grading again after the checks changed: tried on a copy of the course, shown, and kept only with --write."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from grader.catalog import Exercise
from grader.errors import UserError
from grader.judging.checks import checks_in
from grader.nbgrader_plugin import draws, gradebook
from grader.nbgrader_plugin.gradebook import Graded
from grader.text import one_line, visible


def regrade(course: Path, exercise: Exercise, write: bool, student: str | None = None) -> int:
    """Show what grading again would change for each student and check; do it where ``write`` is set.

    Each student is graded with the draw that the grade in the gradebook comes from.

    Returns:
        The exit status: nbgrader's own where it could not grade somebody.

    Raises:
        UserError: nothing to grade, no such assignment, or the gradebook's cells are not the checks there are now.
    """
    with gradebook.opened(course) as book:
        gradebook.require(book, [exercise.id])
        _refuse_other_checks(gradebook.most_points(book, exercise.id), exercise)
        before = gradebook.graded(book, exercise.id)
    if student is not None:
        before = {name: graded for name, graded in before.items() if name == student}
    if not before:
        whose = "nobody has a" if student is None else f"{student} has no"
        raise UserError(f"{whose} grade for {exercise.id} yet. First, in {course}: nbgrader autograde {exercise.id}")
    console = Console(highlight=False)
    with tempfile.TemporaryDirectory(prefix="torchkata-") as folder:
        copy = _copy(course, Path(folder) / "course", exercise)
        status = _autograde(copy, exercise, console, student)
        with gradebook.opened(copy) as book:
            after = {name: graded for name, graded in gradebook.graded(book, exercise.id).items() if name in before}
    _show(console, before, after)
    _show_manual(console, before, after)
    if not write:
        console.print("Nothing was written. To keep the new grades, add --write.")
    elif status == 0:
        status = _autograde(course, exercise, console, student)
        if status == 0:
            console.print(f"Written. What students read: nbgrader generate_feedback {exercise.id} --force")
    return status


def _refuse_other_checks(there: dict[str, float], exercise: Exercise) -> None:
    now = {check.name: float(check.points) for check in checks_in(exercise.checks())}
    known = {name: points for name, points in there.items() if name in now}
    lacking = ", ".join(sorted(now.keys() - there.keys()))
    gone = ", ".join(sorted(name for name in there if name.startswith("test_") and name not in now))
    if lacking or gone:
        raise UserError(
            f"{exercise.id} has other checks now (new: {lacking or 'none'}; gone: {gone or 'none'}), and nbgrader "
            "adds or takes away none once there are submissions. Grade with the version of torchkata that "
            "the course began with, or begin a new assignment."
        )
    if any(known[name] != now[name] for name in known):
        raise UserError(
            "the checks' points changed, and the gradebook's count. Run kata course DIR --update, then nbgrader "
            f"generate_assignment {exercise.id} --force, and this again."
        )


def _copy(course: Path, copy: Path, exercise: Exercise) -> Path:
    copy.mkdir()
    settings = [*course.glob("*.py"), *course.glob("nbgrader_config.json"), *course.glob(draws.FILE)]
    for path in [course / "gradebook.db", *settings]:
        shutil.copy2(path, copy)
    wanted = [course / "source" / exercise.id, *course.glob(f"submitted/*/{exercise.id}")]
    for path in wanted:
        shutil.copytree(path, copy / path.relative_to(course), symlinks=True)
    return copy


def _autograde(course: Path, exercise: Exercise, console: Console, student: str | None) -> int:
    command = [sys.executable, "-m", "nbgrader", "autograde", exercise.id, "--force", "--log-level=WARN"]
    command += ["--Judge.repeat=True", *([f"--student={glob.escape(student)}"] if student is not None else [])]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    ran = subprocess.run(
        command, cwd=course, env={**os.environ, "PATH": path}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    if ran.returncode != 0:
        console.print(escape(visible(ran.stdout[-3000:])))
        console.print("[bold red]nbgrader could not grade everybody:[/] see above.")
    return ran.returncode


def _show(console: Console, before: dict[str, Graded], after: dict[str, Graded]) -> None:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("student", "check"):
        table.add_column(column)
    for column in ("before", "after"):
        table.add_column(column, justify="right")
    same = 0
    for student, now in after.items():
        was = before.get(student)
        rows = [
            (name, was.checks[name].auto if was and name in was.checks else None, check.auto)
            for name, check in now.checks.items()
        ]
        changed = [row for row in rows if row[1] != row[2]]
        same += not changed
        for name, then, later in changed:
            table.add_row(escape(one_line(student)), name, _points(then), _points(later))
        if changed and was:
            late = f" (late: -{now.penalty:g})" if now.penalty else ""
            table.add_row(escape(one_line(student)), f"in all{late}", _points(was.score), _points(now.score))
    if table.row_count:
        console.print(table)
    console.print(f"\n{len(after)} submissions: {len(after) - same} would change, {same} stay as they are.")


def _show_manual(console: Console, before: dict[str, Graded], after: dict[str, Graded]) -> None:
    for student, was in before.items():
        for name, check in was.checks.items():
            if check.manual is not None:
                later = after[student].checks[name].auto if student in after else None
                console.print(
                    f"kept: {escape(one_line(student))}, {name}: {check.manual:g} given by hand stays; the "
                    f"judge's {_points(later)} does not count, and formgrader asks for a look"
                )


def _points(value: float | None) -> str:
    return "none" if value is None else f"{value:g}"

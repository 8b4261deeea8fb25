"""The template repository: stubs and lessons, and a workflow that checks every push.

The workflow uses the interface that these two actions document in their README files:
https://github.com/classroom-resources/autograding-command-grader and
https://github.com/classroom-resources/autograding-grading-reporter. A command grader gives all of its points or none,
so each check is a step of its own.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.catalog import Exercise
from grader.errors import UserError
from grader.judging.checks import Check, checks_in
from grader.learner.folder import course_files

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Assignment:
    """An exercise and its checks."""

    exercise: Exercise
    checks: Sequence[Check]

    @property
    def points(self) -> int:
        return sum(check.points for check in self.checks)


def assignment(exercise: Exercise) -> Assignment:
    """The exercise with its checks (imports torch)."""
    return Assignment(exercise, checks_in(exercise.checks()))


def write_template(folder: Path, exercises: Sequence[Exercise], requirement: str) -> list[Assignment]:
    """Write the template repository into ``folder``, whole or not at all.

    Args:
        folder: where to; created if it does not exist.
        exercises: which to write.
        requirement: what pip installs to get the kit, ``torchkata`` or ``torchkata @ git+https://…``.

    Returns:
        What was written.

    Raises:
        UserError: ``folder`` holds something already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(f"{folder} is not an empty folder. Choose another --output.")
    assignments = [assignment(exercise) for exercise in exercises]
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".kata-classroom-", dir=folder.parent) as unfinished:
        made = Path(unfinished)
        _write(made / ".github" / "workflows" / "classroom.yml", workflow(assignments))
        _write(made / "README.md", readme(assignments))
        _write(made / "requirements.txt", f"# What checks the exercises.\n{requirement}\n")
        for name, content in course_files(exercises):
            path = made / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        folder.mkdir(exist_ok=True)
        for entry in made.iterdir():
            os.replace(entry, folder / entry.name)
    return assignments


def workflow(assignments: Sequence[Assignment]) -> str:
    """The workflow's YAML."""
    steps = [(_step_id(each.exercise, check), each.exercise, check) for each in assignments for check in each.checks]
    return _text("workflow").format(
        steps="\n".join(_step(name, exercise, check) for name, exercise, check in steps),
        results="\n".join(
            f'          {name.upper()}_RESULTS: "${{{{steps.{name}.outputs.result}}}}"' for name, _, _ in steps
        ),
        runners=",".join(name for name, _, _ in steps),
    )


def readme(assignments: Sequence[Assignment]) -> str:
    """The page that a student sees first."""
    rows = [
        f"| [{exercise.id}: {exercise.title}](exercises/{exercise.id}/README.md) "
        f"| `exercises/{exercise.id}/{exercise.filename}` | {each.points} |"
        for each in assignments
        for exercise in [each.exercise]
    ]
    return _text("readme").format(table="\n".join(rows), first=assignments[0].exercise.id)


def _step(name: str, exercise: Exercise, check: Check) -> str:
    return (
        _text("step")
        .rstrip("\n")
        .format(
            id=name,
            title=json.dumps(f"{exercise.id}: {check.title}", ensure_ascii=False),  # JSON's strings are YAML's
            command=f"pytest exercises/{exercise.id}/{exercise.filename}::{check.name}",
            points=check.points,
        )
    )


def _step_id(exercise: Exercise, check: Check) -> str:
    return f"{exercise.id}-{check.name.removeprefix('test_')}".replace("_", "-").lower()


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _text(name: str) -> str:
    return (_HERE / f"{name}.txt").read_text(encoding="utf-8")

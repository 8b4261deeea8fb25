"""Which exercise a learner's command is about."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader import catalog
from grader.catalog import Exercise
from grader.learner import progress

Name = Annotated[
    str | None, typer.Argument(help="the exercise, as ex03, 3, flat_size or a path; default: the current one")
]
Names = Annotated[
    list[str] | None, typer.Argument(help="exercises, as ex03, 3, flat_size or a path; default: the current one")
]


def exercise_named(root: Path, name: str | None) -> Exercise:
    """The exercise called ``name``; without a name the current one.

    Raises:
        UnknownExerciseError: there is none.
    """
    if name is None:
        return progress.read(root).current_exercise(root)
    if not any(separator in name for separator in "/\\."):
        return catalog.exercise(name)
    path = Path(name).resolve()
    for part in (path.parent.name, path.name):
        if part in catalog.exercises():
            return catalog.exercise(part)
    return catalog.exercise(path.name)


def exercises_named(root: Path, names: list[str] | None) -> list[Exercise]:
    """The same for several names."""
    return [exercise_named(root, name) for name in names] if names else [exercise_named(root, None)]

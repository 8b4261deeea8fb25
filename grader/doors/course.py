"""``kata course`` and its sisters: a course for nbgrader, before and after nbgrader's own commands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader import catalog
from grader.doors.errors import UserError

app = typer.Typer()

Chosen = Annotated[list[str] | None, typer.Option("--exercise", help="this exercise; may be given again")]
Course = Annotated[Path, typer.Option("--course", help="the course folder")]


@app.command()
def course(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="the course folder; made where it is not there")],
    exercise: Chosen = None,
    update: Annotated[bool, typer.Option("--update", help="replace notebooks that differ from today's")] = False,
) -> None:
    """Write a course for nbgrader: its configuration and a source notebook for each exercise.

    Run again it adds what is missing and leaves the rest alone. With --update notebooks are replaced too, but none
    whose graded cells would change while there are submissions.
    """
    from grader.course.folder import write_course

    root = _with_solutions()
    chosen = [catalog.exercise(name) for name in exercise] if exercise else list(catalog.exercises().values())
    try:
        for line in write_course(root, folder, chosen, update):
            print(line)
    except FileNotFoundError as error:
        raise UserError(f"{error.filename} is not here: is the checkout whole?") from None
    except (FileExistsError, NotADirectoryError):
        raise UserError(f"{folder} is a file, not a folder.") from None


def _with_solutions() -> Path:
    root = catalog.checkout()
    if root is None or not (root / "solutions").is_dir():
        raise UserError("no exercises/ and solutions/ here or above. Change into torchkata's checkout first.")
    return root

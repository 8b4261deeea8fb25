"""``kata course`` and its sisters: a course for nbgrader, before and after nbgrader's own commands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader import catalog
from grader.errors import UserError

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
    from grader.notebooks.course_folder import write_course

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


@app.command()
def collect(
    submissions: Annotated[Path, typer.Argument(help="a folder (or zip) of STUDENT/exNN/MODULE.py or exNN.ipynb")],
    course: Course,
    exercise: Chosen = None,
    force: Annotated[bool, typer.Option("--force", help="replace submissions that are there already")] = False,
) -> None:
    """Put modules into a course as notebooks, so that they go the way of all submissions: nbgrader autograde and on."""
    from grader.grading.class_folder import NoClass, Refused, find
    from grader.notebooks.from_module import filled

    sources = {each.parent.name: each for each in sorted(course.glob("source/ex[0-9][0-9]/*.ipynb"))}
    chosen = [catalog.exercise(name) for name in exercise] if exercise else list(catalog.exercises().values())
    chosen = [each for each in chosen if each.id in sources]
    if not chosen:
        raise UserError(f"{course} has no source/exNN/exNN.ipynb for that. kata course {course} makes them.")
    try:
        found = find(submissions, chosen, [], every=bool(exercise))
    except NoClass as error:
        raise UserError(str(error)) from None
    for each in found:
        path = course / "submitted" / each.student / each.exercise.id / f"{each.exercise.id}.ipynb"
        name = f"{each.student} {each.exercise.id}"
        if each.read is None:
            print(f"missing: {name}")
            continue
        try:
            raw = each.read()
        except Refused as error:
            print(f"not taken: {name}: {error}")
            continue
        if not each.filename.endswith(".ipynb"):
            raw = filled(sources[each.exercise.id].read_text(encoding="utf-8"), raw, each.filename).encode("utf-8")
        if path.exists() and path.read_bytes() != raw and not force:
            print(f"left alone: {name}: another submission is there; --force replaces it")
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
        print(f"collected {name}")


@app.command()
def regrade(
    exercise: Annotated[str, typer.Argument(help="the exercise, as ex03, 3 or flat_size")],
    course: Course,
    write: Annotated[bool, typer.Option("--write", help="grade again in earnest")] = False,
) -> None:
    """Grade a course's exercise again and show what changes, student by student, check by check.

    Tried on a copy; the course stays as it is unless --write is given. Penalties for being late are kept, and scores
    given by hand are listed, since they stand in the way of new ones. Exit status 1 where somebody could not be graded.
    """
    from grader.cli.regrade import regrade as again

    raise typer.Exit(again(course, catalog.exercise(exercise), write))


@app.command()
def export(
    course: Course,
    platform: Annotated[str, typer.Option("--for", help="moodle or canvas")],
    output: Annotated[Path | None, typer.Option(help="the file; grades-moodle.csv in the course unless told")] = None,
) -> None:
    """Write a course's grades as a CSV file that Moodle or Canvas imports: quoted, UTF-8, ids as text."""
    from grader.nbgrader_plugin.export import PLATFORMS, write_grades

    if platform not in PLATFORMS:
        raise UserError(f"--for {platform}: it writes for {' or '.join(PLATFORMS)}.")
    path = output or course / f"grades-{platform}.csv"
    if not path.parent.is_dir() or path.is_dir():
        raise UserError(f"{path} cannot be written: is its folder there?")
    for line in write_grades(course, platform, path):
        print(line)

"""Commands around a course for nbgrader: what comes before and after nbgrader's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader import catalog
from grader.cli.checkout import checkout_with_solutions
from grader.errors import UnsafeFileError, UserError
from grader.grading.class_folder import FoundSubmission
from grader.text import one_line

app = typer.Typer()

Chosen = Annotated[list[str] | None, typer.Option("--exercise", help="this exercise; may be given again")]
Course = Annotated[Path, typer.Option("--course", help="the course folder")]


@app.command(rich_help_panel="Instructors with nbgrader")
def course(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="the course folder; created if it does not exist")],
    exercise: Chosen = None,
    update: Annotated[bool, typer.Option("--update", help="replace notebooks that differ from today's")] = False,
    written: Annotated[
        bool, typer.Option("--written", help="grade the answers in words by hand, one point each")
    ] = False,
) -> None:
    """Write a course for nbgrader: its configuration and a source notebook for each exercise.

    Run again, it adds what is missing and changes nothing else. With --update notebooks are replaced too, but none
    whose graded cells would change while there are submissions.
    """
    from grader.notebooks.course_folder import write_course

    root = checkout_with_solutions()
    try:
        for line in write_course(root, folder, catalog.chosen(exercise), update, written):
            print(line)
    except FileNotFoundError as error:
        raise UserError(f"{error.filename} is not here. Is the checkout complete?") from None
    except (FileExistsError, NotADirectoryError):
        raise UserError(f"{folder} is a file, not a folder.") from None


@app.command(rich_help_panel="Instructors with nbgrader")
def collect(
    submissions: Annotated[Path, typer.Argument(help="a folder (or zip) with a folder per student")],
    course: Course,
    exercise: Chosen = None,
    force: Annotated[bool, typer.Option("--force", help="replace submissions that are there already")] = False,
) -> None:
    """Put modules into a course as notebooks, to be graded by nbgrader autograde like all others.

    Each submission stands by itself: what cannot be collected is named at the end, and the exit status is then 1.
    """
    from grader.grading.class_folder import find

    sources = {path.parent.name: path for path in sorted(course.glob("source/ex[0-9][0-9]/*.ipynb"))}
    chosen = [known for known in catalog.chosen(exercise) if known.id in sources]
    if not chosen:
        raise UserError(f"{course} has no source/exNN/exNN.ipynb for that. kata course {course} writes them.")
    contents = find(submissions, chosen, [], every=bool(exercise))
    failures = []
    for submission in contents.submissions:
        name = one_line(f"{submission.student} {submission.exercise.id}")
        try:
            print(f"{_collect(submission, course, sources[submission.exercise.id], force)}: {name}")
        except (UnsafeFileError, OSError, ValueError) as error:
            failures.append(f"not collected: {name}: {one_line(str(error))}")
    for folder in contents.unrecognised:
        print(f"nothing recognised: {one_line(folder)}")
    for failure in failures:
        print(failure)
    raise typer.Exit(1 if failures else 0)


def _collect(submission: FoundSubmission, course: Path, source: Path, force: bool) -> str:
    """Write one submission into the course, and say in a word what was done."""
    from grader.notebooks.from_module import filled

    if submission.read is None:
        return "missing"
    assignment = submission.exercise.id
    path = course / "submitted" / submission.student / assignment / f"{assignment}.ipynb"
    raw = submission.read()
    if not submission.filename.endswith(".ipynb"):
        raw = filled(source.read_text(encoding="utf-8"), raw, submission.filename).encode("utf-8")
    if path.exists() and path.read_bytes() != raw and not force:
        return "left alone (another submission exists; --force replaces it)"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
    return f"collected ({submission.note})" if submission.note else "collected"


@app.command(rich_help_panel="Instructors with nbgrader")
def regrade(
    exercise: Annotated[str, typer.Argument(help="the exercise, as ex03, 3 or flat_size")],
    course: Course,
    write: Annotated[bool, typer.Option("--write", help="grade again and keep the new grades")] = False,
) -> None:
    """Grade a course's exercise again and show what changes, student by student, check by check.

    Tried on a copy; the course stays as it is unless --write is given. Penalties for being late are kept, and scores
    given by hand are listed, since they override new ones. Exit status 1 if somebody could not be graded.
    """
    from grader.cli.regrade import regrade as again

    raise typer.Exit(again(course, catalog.exercise(exercise), write))


@app.command(rich_help_panel="Instructors with nbgrader")
def export(
    course: Course,
    platform: Annotated[str, typer.Option("--for", help="moodle or canvas")],
    output: Annotated[Path | None, typer.Option(help="the file; grades-moodle.csv in the course by default")] = None,
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

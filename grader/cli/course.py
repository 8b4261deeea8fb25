"""Commands around a course for nbgrader: what comes before and after nbgrader's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader import catalog
from grader.errors import UserError
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

    catalog.solutions()  # before anything is written
    try:
        for line in write_course(catalog.released(), folder, catalog.chosen(exercise), update, written):
            print(line)
    except FileNotFoundError as error:
        raise UserError(f"{error.filename} is not here. Is the checkout complete?") from None
    except (FileExistsError, NotADirectoryError):
        raise UserError(f"{folder} is a file, not a folder.") from None


@app.command(rich_help_panel="Instructors with nbgrader")
def roster(
    file: Annotated[
        Path, typer.Argument(help="Moodle's participants or grading worksheet, or Canvas' gradebook, as CSV")
    ],
    course: Course,
) -> None:
    """Read who is in the course from a platform's export: collecting and exporting match students by it.

    Read again, or from another export, it adds to what is known. Nobody is ever taken out.
    """
    from grader.nbgrader_plugin import gradebook
    from grader.nbgrader_plugin import roster as rosters

    known = rosters.load(course)
    lines = list(rosters.read_export(file, known))
    gradebook.add_students(course, known.students)
    rosters.save(course, known)
    for line in lines:
        print(one_line(line))
    print(f"{len(known.students)} students in {course / rosters.FILE} and in the gradebook")


@app.command(rich_help_panel="Instructors with nbgrader")
def collect(
    submissions: Annotated[Path, typer.Argument(help="a folder or zip of students' folders, or a platform's download")],
    course: Course,
    exercise: Chosen = None,
    force: Annotated[bool, typer.Option("--force", help="replace submissions that are there and not older")] = False,
) -> None:
    """Put submissions into a course, modules as notebooks, to be graded by nbgrader autograde.

    Each submission stands by itself, and a table says what happened to each. A newer attempt replaces an older one.
    Exit status 1 if somebody's work could not be taken in.
    """
    from rich.console import Console

    from grader.grading.class_folder import find
    from grader.nbgrader_plugin import collecting
    from grader.nbgrader_plugin import roster as rosters

    sources = {path.parent.name for path in course.glob("source/ex[0-9][0-9]/*.ipynb")}
    chosen = [known for known in catalog.chosen(exercise) if known.id in sources]
    if not chosen:
        raise UserError(f"{course} has no source/exNN/exNN.ipynb for that. kata course {course} writes them.")
    contents = find(submissions, chosen, [], every=bool(exercise) or len(chosen) == 1)

    def wins(modified: float, there: Path) -> bool:
        return force or modified > there.stat().st_mtime + 1  # file systems and zips round times

    collection = collecting.Collection(course, rosters.load(course), collecting.into_submitted(course), wins)
    collected = list(collection.collect(contents))
    collecting.show(collected, Console(highlight=False))
    raise typer.Exit(1 if any(each.outcome in collecting.PROBLEMS for each in collected) else 0)


@app.command(rich_help_panel="Instructors with nbgrader")
def regrade(
    exercise: Annotated[str, typer.Argument(help="the exercise, as ex03, 3 or flat_size")],
    course: Course,
    student: Annotated[str | None, typer.Option(help="only this student, as for an appeal")] = None,
    write: Annotated[bool, typer.Option("--write", help="grade again and keep the new grades")] = False,
) -> None:
    """Grade a course's exercise again, each student with the same draw, and show what changes, check by check.

    Tried on a copy; the course stays as it is unless --write is given. Penalties for being late are kept, and scores
    given by hand are listed, since they override new ones. Exit status 1 if somebody could not be graded.
    """
    from grader.cli.regrade import regrade as again

    raise typer.Exit(again(course, catalog.exercise(exercise), write, student))


@app.command(rich_help_panel="Instructors with nbgrader")
def export(
    course: Course,
    moodle: Annotated[Path | None, typer.Option(help="write a file that Moodle imports")] = None,
    canvas: Annotated[Path | None, typer.Option(help="write a file that Canvas imports")] = None,
    csv: Annotated[Path | None, typer.Option(help="write one row per student and exercise, for a spreadsheet")] = None,
    exercise: Annotated[list[str] | None, typer.Option(help="only this exercise; may be given again")] = None,
) -> None:
    """Write a course's grades: points by the judge and by hand, less the penalty for being late.

    Moodle cancels a whole import for one row that it cannot match, so students who are not in the roster are left out
    and named, and the exit status is then 1.
    """
    from grader.nbgrader_plugin import export as exports
    from grader.nbgrader_plugin import roster as rosters

    writers = {exports.write_moodle: moodle, exports.write_canvas: canvas, exports.write_csv: csv}
    paths = [path for path in writers.values() if path is not None]
    if not paths:
        raise UserError("nothing to write: give --moodle FILE, --canvas FILE or --csv FILE.")
    for path in paths:
        if not path.parent.is_dir() or path.is_dir():
            raise UserError(f"{path} cannot be written: is its folder there?")
    chosen = [catalog.exercise(name).id for name in exercise or []]
    grades = exports.read_grades(course, rosters.load(course), chosen)
    lines = [line for write, path in writers.items() if path is not None for line in write(path, grades)]
    for line in (*lines, *grades.unfinished()):
        print(one_line(line))
    raise typer.Exit(1 if exports.refused(lines) else 0)

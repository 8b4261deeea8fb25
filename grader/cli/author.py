"""``kata author``: for those who write exercises."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader import catalog
from grader.catalog import Exercise
from grader.cli.checkout import checkout_with_solutions
from grader.errors import MistakeError, UserError
from grader.mistakes import known_mistakes, mistakes_path
from grader.stubs import stub_of
from grader.whole_file import write_whole

app = typer.Typer(help="For those who write exercises.", no_args_is_help=True)

Names = Annotated[list[str] | None, typer.Argument(help="exercises, as ex03, 3 or flat_size; all if none is named")]


@app.command()
def new(
    name: Annotated[str, typer.Argument(metavar="EXERCISE", help="the new exercise's id, such as ex10")],
    title: Annotated[str, typer.Option(help='its title, such as "Halve a batch"')],
    module: Annotated[str, typer.Option(help="its module's name (default: made from the title)")] = "",
) -> None:
    """Write a commented template of every part of a new exercise. It already runs and fails where it should."""
    from grader.authoring.new import module_name, write_exercise

    root = checkout_with_solutions()
    for path in write_exercise(root, name, title, module or module_name(title)):
        print(f"wrote {path.relative_to(root)}")
    print(f"\nNext: python solutions/{name}/picture.py, then kata author check {name}")


@app.command()
def check(names: Names = None) -> None:
    """Say what is missing or wrong in exercises, each with file and remedy. Exit status 1 if anything is."""
    from grader.authoring.rules import ExerciseParts, check_exercise

    root = checkout_with_solutions()
    findings = 0
    for exercise in catalog.chosen(names):
        print(f"{exercise.id}  {exercise.title}", flush=True)
        for finding in check_exercise(ExerciseParts(root, exercise)):
            findings += 1
            print(f"  {finding}", flush=True)
    print(f"\n{findings} to fix." if findings else "\nNothing to fix.")
    raise typer.Exit(1 if findings else 0)


@app.command()
def stubs(names: Names = None) -> None:
    """Write the stubs in exercises/ from the solutions.

    Overwrites what is there: learners use ``kata reset``, which keeps their work.
    """
    root = checkout_with_solutions()
    for exercise in catalog.chosen(names):
        path, solution = exercise.path(root), exercise.path(root, "solutions")
        if not solution.exists():
            raise UserError(f"a stub is made from its solution, and {solution.relative_to(root)} is not here.")
        text = stub_of(solution.read_text(encoding="utf-8"))
        before = path.read_text(encoding="utf-8") if path.exists() else None
        path.parent.mkdir(parents=True, exist_ok=True)
        if before != text:
            write_whole(path, text)
            print(f"wrote {path.relative_to(root)}")


@app.command()
def measure(names: Names = None) -> None:
    """Measure again what takes long among the figures in lessons. ``check`` says where that is necessary."""
    from grader.authoring.figures import measure

    root = checkout_with_solutions()
    for exercise in catalog.chosen(names):
        path = measure(root, exercise)
        if path is not None:
            print(f"wrote {path.relative_to(root)}", flush=True)


@app.command()
def fingerprints(names: Names = None) -> None:
    """Write what learners' runs know of the mistakes, after a change of a solution, its mistakes or its suite."""
    from grader.authoring.fingerprints import as_text, make_fingerprints
    from grader.judging.diagnosis.fingerprints import fingerprints_path

    root = checkout_with_solutions()
    for exercise in catalog.chosen(names):
        path = fingerprints_path(exercise)
        try:
            text = as_text(make_fingerprints(root, exercise))
        except (FileNotFoundError, MistakeError) as error:
            raise UserError(str(error)) from None
        write_whole(path, text)
        print(f"wrote {path.relative_to(root)}, {len(text.encode()) / 1000:.0f} KB", flush=True)


@app.command()
def mistake(
    exercise: Annotated[str, typer.Argument(help="the exercise, as ex02, 2 or forward_pass")],
    name: Annotated[str | None, typer.Argument(help="the mistake's identifier; lists all if left out")] = None,
    form: Annotated[int, typer.Option(min=1, help="which of its forms")] = 1,
    source: Annotated[
        Path | None, typer.Option("--from", help="start a new entry from this module, notebook, or class (folder, zip)")
    ] = None,
    student: Annotated[str, typer.Option(help="with --from CLASS: whose submission")] = "",
    caught_by: Annotated[list[str] | None, typer.Option(help="with --from: a check it fails; may be repeated")] = None,
) -> None:
    """Print a known mistake as a whole module, the way a learner would write it; or start a new one from a submission.

    With --from, the functions that differ from the solution are added to solutions/exNN/mistakes.py as a new entry.
    """
    root = checkout_with_solutions()
    chosen = catalog.exercise(exercise)
    try:
        if source is not None:
            _start_mistake(root, chosen, source, student, name or "", caught_by or [])
        else:
            _print_mistake(root, chosen, name, form)
    except FileNotFoundError as error:
        raise UserError(f"{error.filename} is not here. Is the checkout complete?") from None
    except MistakeError as error:
        raise UserError(str(error)) from None


def _start_mistake(root: Path, exercise: Exercise, source: Path, student: str, name: str, caught_by: list[str]) -> None:
    from grader.authoring.from_submission import add_mistake, read_answer

    added = add_mistake(root, exercise, read_answer(source, exercise, student), name, caught_by)
    file = mistakes_path(root, exercise).relative_to(root)
    print(f"{file}: added {added.id}, with {', '.join(added.parts)}")
    print(
        "\nNext: delete the functions that are right, name the mistake, write its title and explanation; then"
        f"\nruff format {file} and kata author check {exercise.id}"
    )


def _print_mistake(root: Path, exercise: Exercise, name: str | None, form: int) -> None:
    known = known_mistakes(root, exercise)
    if name is None:
        for entry in known.values():
            print(f"{entry.id}: {entry.title}")
        return
    if name not in known:
        raise UserError(f"{exercise.id} has no mistake called {name}. kata author mistake {exercise.id} lists them.")
    modules = known[name].modules
    if form > len(modules):
        raise UserError(f"{name} has {len(modules)} form(s), and --form {form} asks for another.")
    print(modules[form - 1], end="")

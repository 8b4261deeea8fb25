"""``kata author``: for those who write exercises."""

from __future__ import annotations

from typing import Annotated

import typer

from grader import catalog
from grader.cli.checkout import checkout_with_solutions, stub_of
from grader.cli.learner import Names
from grader.errors import MistakeError, UserError
from grader.mistakes import known_mistakes

app = typer.Typer(help="For those who write exercises.", no_args_is_help=True)


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
        path, text = exercise.path(root), stub_of(root, exercise)
        before = path.read_text(encoding="utf-8") if path.exists() else None
        path.parent.mkdir(parents=True, exist_ok=True)
        if before != text:
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path.relative_to(root)}")


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
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.relative_to(root)}, {len(text.encode()) / 1000:.0f} KB", flush=True)


@app.command()
def mistake(
    exercise: Annotated[str, typer.Argument(help="the exercise, as ex02, 2 or forward_pass")],
    name: Annotated[str | None, typer.Argument(help="the mistake's identifier; lists all if left out")] = None,
    form: Annotated[int, typer.Option(min=1, help="which of its forms")] = 1,
) -> None:
    """Print a known mistake as a whole module, the way a learner would write it."""
    chosen = catalog.exercise(exercise)
    try:
        known = known_mistakes(checkout_with_solutions(), chosen)
    except FileNotFoundError as error:
        raise UserError(f"{error.filename} is not here. Is the checkout complete?") from None
    except MistakeError as error:
        raise UserError(str(error)) from None
    if name is None:
        for entry in known.values():
            print(f"{entry.id}: {entry.title}")
        return
    if name not in known:
        raise UserError(f"{chosen.id} has no mistake called {name}. kata author mistake {chosen.id} lists them.")
    modules = known[name].modules
    if form > len(modules):
        raise UserError(f"{name} has {len(modules)} form(s), and --form {form} asks for another.")
    print(modules[form - 1], end="")

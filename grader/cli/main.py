"""The ``kata`` command."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from grader import catalog, stubs
from grader.catalog import Exercise
from grader.cli import course
from grader.cli.grade import grade
from grader.errors import UserError

app = typer.Typer(
    help="torchkata: exercises for the first steps with PyTorch that grade themselves.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command()(grade)
app.registered_commands += course.app.registered_commands

Names = Annotated[list[str] | None, typer.Argument(help="exercises, as ex03, 3 or flat_size; all where none is named")]


def main() -> NoReturn:
    """Run ``kata``; a user's mistake is one message and status 2, Ctrl-C is status 130."""
    try:
        sys.exit(app(standalone_mode=False) or 0)
    except (UserError, catalog.UnknownExercise) as error:
        sys.exit(_complain(str(error)))
    except typer.Abort:
        sys.exit(_complain("Stopped; nothing was changed.", 130))
    except typer.Exit as stop:
        sys.exit(stop.exit_code)
    except KeyboardInterrupt:
        sys.exit(_complain("Stopped.", 130))
    except Exception as error:
        if hasattr(error, "show") and hasattr(error, "exit_code"):  # click's own: an unknown option and the like
            error.show()
            sys.exit(error.exit_code)
        raise


def _complain(message: str, status: int = 2) -> int:
    print(f"kata: {message}", file=sys.stderr)
    return status


def _root() -> Path:
    root = catalog.checkout()
    if root is None:
        raise UserError("no exercises/ folder here or above. Change into torchkata's checkout first.")
    return root


def _named(names: list[str] | None) -> list[Exercise]:
    return [catalog.exercise(name) for name in names] if names else list(catalog.exercises().values())


@app.command()
def check(names: Names = None) -> None:
    """Check exercises: the same as ``pytest exercises/ex03``. Exit status 0 only when every check passed."""
    root = _root()
    targets = [str(root / "exercises" / each.id) for each in _named(names)] if names else [str(root / "exercises")]
    raise typer.Exit(subprocess.call([sys.executable, "-m", "pytest", *targets]))


@app.command()
def demo() -> None:
    """Show the kit at work: a stub, a wrong try with a hint, the answer, the progress, and a class graded."""
    from grader.cli.demo import show

    show(_root())


@app.command()
def doctor() -> None:
    """Say which layers of the sandbox this machine gives, and how to get what is missing. Status 1 if one is."""
    from grader.sandbox.doctor import examine

    layers = examine()
    for layer in layers:
        print(f" {'ok' if layer.works else '--'}  {layer.name}: {layer.seen}")
        if layer.remedy:
            print(f"     to get it: {layer.remedy}")
    ready = all(layer.works for layer in layers)
    print("\nSubmissions are confined here." if ready else "\nkata grade refuses here, unless told --no-sandbox.")
    raise typer.Exit(0 if ready else 1)


@app.command("stubs")
def write_stubs(names: Names = None) -> None:
    """For those who write exercises: make the stubs in exercises/ from the solutions.

    Overwrites what is there: learners use ``kata reset``, which keeps their work.
    """
    root = _root()
    for each in _named(names):
        path, text = each.path(root), _stub(root, each)
        before = path.read_text(encoding="utf-8") if path.exists() else None
        path.parent.mkdir(parents=True, exist_ok=True)
        if before != text:
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path.relative_to(root)}")


def _stub(root: Path, exercise: Exercise) -> str:
    try:
        return stubs.stub_text(root, exercise)
    except FileNotFoundError:
        raise UserError(
            f"a stub is made from its solution, and {root / 'solutions' / exercise.id} is not here. "
            "Ask whoever gave you the exercises for a fresh copy of the file."
        ) from None


@app.command()
def reset(
    names: Annotated[list[str], typer.Argument(help="exercises, as ex03, 3 or flat_size")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="do not ask")] = False,
) -> None:
    """Put stubs back as they were handed out. Asks first where a file holds work, and keeps a copy of it."""
    root = _root()
    for each in [catalog.exercise(name) for name in names]:
        _reset(root, each, yes)


def _reset(root: Path, exercise: Exercise, yes: bool) -> None:
    path, text = exercise.path(root), _stub(root, exercise)
    name = path.relative_to(root)
    if path.exists() and stubs.untouched(path, exercise):
        print(f"{name} is as it was handed out already.")
        return
    if path.exists():
        if not yes and not typer.confirm(f"{name} holds work. Put the stub back (a copy is kept)?"):
            raise typer.Abort
        copy = _free_name(path)
        path.replace(copy)
        print(f"Your work is kept in {copy.relative_to(root)}.")
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(text, encoding="utf-8")
    os.replace(unfinished, path)
    print(f"{name} is a fresh stub.")


def _free_name(path: Path) -> Path:
    """``flat_size.mine.txt``, or the first of ``flat_size.mine-2.txt`` and on: never over an earlier copy."""
    number = 1
    while (copy := path.with_name(f"{path.stem}.mine{'' if number == 1 else f'-{number}'}.txt")).exists():
        number += 1
    return copy

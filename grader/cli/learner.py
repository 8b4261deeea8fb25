"""Learners' commands."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from grader import catalog, stubs
from grader.catalog import Exercise
from grader.cli.checkout import checkout, stub_of

app = typer.Typer()
PANEL = "Learners"

Names = Annotated[list[str] | None, typer.Argument(help="exercises, as ex03, 3 or flat_size; all if none is named")]


@app.command(rich_help_panel=PANEL)
def check(names: Names = None) -> None:
    """Check exercises: the same as ``pytest exercises/ex03``. Exit status 0 only when every check passed."""
    folder = checkout() / "exercises"
    targets = [str(folder / exercise.id) for exercise in catalog.chosen(names)] if names else [str(folder)]
    raise typer.Exit(subprocess.call([sys.executable, "-m", "pytest", *targets]))


@app.command(rich_help_panel=PANEL)
def reset(
    names: Annotated[list[str], typer.Argument(help="exercises, as ex03, 3 or flat_size")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="do not ask")] = False,
) -> None:
    """Restore original stubs. Asks first where a file holds work, and keeps a copy of it."""
    root = checkout()
    for exercise in catalog.chosen(names):
        _reset(root, exercise, yes)


def _reset(root: Path, exercise: Exercise, yes: bool) -> None:
    path, text = exercise.path(root), stub_of(root, exercise)
    name = path.relative_to(root)
    if path.exists() and stubs.untouched(path, exercise):
        print(f"{name} is still the original stub.")
        return
    if path.exists():
        if not yes and not typer.confirm(f"{name} holds work. Restore the stub (a copy is kept)?"):
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


@app.command(rich_help_panel=PANEL)
def demo() -> None:
    """Show the kit at work: a stub, a wrong try with a hint, the answer, the progress, and a class graded."""
    from grader.cli.demo import show

    show(checkout())


@app.command(rich_help_panel="Instructors")
def doctor() -> None:
    """Say which layers of the sandbox this machine has, and how to get what is missing. Status 1 if one is."""
    from grader.sandbox.doctor import examine

    layers = examine()
    for layer in layers:
        print(f" {'ok' if layer.works else '--'}  {layer.name}: {layer.seen}")
        if layer.remedy:
            print(f"     to get it: {layer.remedy}")
    ready = all(layer.works for layer in layers)
    print("\nSubmissions are confined here." if ready else "\nkata grade refuses to run here without --no-sandbox.")
    raise typer.Exit(0 if ready else 1)

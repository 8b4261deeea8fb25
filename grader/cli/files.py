"""Learners' commands about files: the stub, your work, the solution."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Annotated

import typer

from grader import stubs
from grader.catalog import Exercise
from grader.cli.checkout import checkout, stub_text
from grader.cli.exercises import Name, Names, exercise_named, exercises_named
from grader.cli.learner import PANEL
from grader.errors import UserError
from grader.learner import progress
from grader.whole_file import write_whole

app = typer.Typer()
Yes = Annotated[bool, typer.Option("--yes", "-y", help="do not ask")]


@app.command("open", rich_help_panel=PANEL)
def open_files(name: Name = None) -> None:
    """Open the lesson and the stub in your editor ($VISUAL, $EDITOR, or VS Code in its terminal)."""
    from grader.learner import editor

    root = checkout()
    exercise = exercise_named(root, name)
    path = exercise.path(root)
    with progress.changed(root) as kept:
        kept.current = exercise.id
    editor.open_files([found for found in (path.with_name("README.md"), path) if found.exists()])


@app.command(rich_help_panel=PANEL)
def reset(names: Names = None, yes: Yes = False) -> None:
    """Restore original stubs. Asks first where a file holds work, and keeps a copy of it."""
    root = checkout()
    for exercise in exercises_named(root, names):
        _reset(root, exercise, yes)


def _reset(root: Path, exercise: Exercise, yes: bool) -> None:
    path, text = exercise.path(root), stub_text(exercise)
    name = path.relative_to(root)
    if path.exists() and stubs.untouched(path, exercise):
        print(f"{name} is still the original stub.")
        return
    if path.exists() and not yes and not typer.confirm(f"{name} holds work. Restore the stub (a copy is kept)?"):
        raise typer.Abort
    _replace(root, exercise, text)
    print(f"{name} is a fresh stub.")


@app.command(rich_help_panel=PANEL)
def diff(
    name: Name = None,
    solution: Annotated[bool, typer.Option("--solution", help="compare with the solution instead of the stub")] = False,
    yes: Yes = False,
) -> None:
    """Show what you changed in an exercise: your file against the original stub."""
    root = checkout()
    exercise = exercise_named(root, name)
    path = exercise.path(root)
    if not path.exists():
        raise UserError(f"{path.relative_to(root)} is not there. To get the stub: kata reset {exercise.id}")
    other = stubs.solution_text(exercise) if solution else stub_text(exercise)
    if solution:
        _confirm_solution(root, exercise, yes)
    mine = path.read_text(encoding="utf-8", errors="replace")
    before, after = (mine, other) if solution else (other, mine)
    names = ("yours", "the solution") if solution else ("the stub", "yours")
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), *names, lineterm="")
    print("\n".join(lines) or f"{path.relative_to(root)} equals {'the solution' if solution else 'the stub'}.")


@app.command(rich_help_panel=PANEL)
def solution(name: Name = None, yes: Yes = False) -> None:
    """Show a solution. Asks first where not all of your checks pass."""
    root = checkout()
    exercise = exercise_named(root, name)
    text = stubs.solution_text(exercise)
    _confirm_solution(root, exercise, yes)
    print(text, end="")


def _confirm_solution(root: Path, exercise: Exercise, yes: bool) -> None:
    if yes or progress.read(root).is_finished(exercise, exercise.path(root)):
        return
    if not typer.confirm(f"Not all checks of {exercise.id} pass yet. Show the solution?"):
        raise typer.Abort


@app.command(rich_help_panel=PANEL)
def catchup(name: Name = None, yes: Yes = False) -> None:
    """Put working answers into all exercises before this one. Your own files are kept beside them."""
    from grader import catalog

    root = checkout()
    exercise = exercise_named(root, name)
    kept = progress.read(root)
    before = [each for each in catalog.exercises().values() if each.id < exercise.id]
    behind = [each for each in before if not kept.is_finished(each, each.path(root))]
    answers = {each.id: stubs.solution_text(each) for each in behind}
    if behind and not yes:
        names = ", ".join(each.id for each in behind)
        if not typer.confirm(f"Put answers into {names} (copies of your work are kept)?"):
            raise typer.Abort
    for each in behind:
        _replace(root, each, answers[each.id])
        print(f"{each.path(root).relative_to(root)} holds a working answer.")
    with progress.changed(root) as kept:
        kept.current = exercise.id
        kept.finished |= {each.id: progress.digest(each.path(root)) for each in behind}
    print(f"Next: kata watch   (checks {exercise.path(root).relative_to(root)} at each save)")


def _replace(root: Path, exercise: Exercise, text: str) -> None:
    """Put ``text`` into an exercise's module; what was there is kept beside it, unless it is the original stub."""
    path = exercise.path(root)
    if path.exists() and not stubs.untouched(path, exercise):
        copy = _free_name(path)
        path.replace(copy)
        print(f"Your work is kept in {copy.relative_to(root)}.")
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text)


def _free_name(path: Path) -> Path:
    """``flat_size.mine.txt``, or the first of ``flat_size.mine-2.txt`` and on: never over an earlier copy."""
    number = 1
    while (copy := path.with_name(f"{path.stem}.mine{'' if number == 1 else f'-{number}'}.txt")).exists():
        number += 1
    return copy

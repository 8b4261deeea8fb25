"""Learners' commands: where you are, and checks."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from grader import catalog
from grader.catalog import Exercise
from grader.cli.checkout import checkout
from grader.cli.exercises import Name, Names, exercise_named, exercises_named
from grader.learner import progress
from grader.learner.links import print_linked
from grader.learner.standing import beside, listing, state

app = typer.Typer()
PANEL = "Learners"


def where() -> None:
    """Print where the learner is, and the one next thing to do."""
    root = checkout()
    known = progress.read(root)
    exercise = known.current_exercise(root)
    standing = state(exercise, root, known)
    finished = sum(state(each, root, known) == "finished" for each in catalog.exercises().values())
    print(f"{exercise.id}  {exercise.title}: {standing}. {finished} of {len(catalog.exercises())} exercises finished.")
    path = exercise.path(root)
    paths = {_name(root, file): file for file in (path, path.with_name("README.md"))}
    print_linked(_next_step(root, exercise, standing), paths)
    print("All commands: kata --help")


def _next_step(root: Path, exercise: Exercise, standing: str) -> str:
    path = exercise.path(root)
    lesson = path.with_name("README.md")
    if standing == "missing":
        return f"Next: kata reset {exercise.id}   (its file is missing)"
    if standing == "not started":
        return f"Next: read {_name(root, lesson)}, write in {_name(root, path)}, and check each save with: kata watch"
    if standing == "started":
        return f"Next: kata watch   (checks {_name(root, path)} at each save)"
    return "Next: kata next" if beside(exercise, 1) else "This is the last exercise. Well done."


def _name(root: Path, path: Path) -> str:
    return str(path.relative_to(root))


@app.command(rich_help_panel=PANEL)
def watch(name: Name = None) -> None:
    """Check an exercise at each save, with keys for hints and what is next."""
    from grader.watch.main import watch as start

    root = checkout()
    start(root, exercise_named(root, name))


@app.command(rich_help_panel=PANEL)
def check(
    names: Names = None,
    everything: Annotated[bool, typer.Option("--all", "-a", help="all exercises")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON for other tools: an object per exercise")] = False,
) -> None:
    """Check an exercise: the same as ``pytest exercises/ex03``. Exit status 0 only when every check passed."""
    root = checkout()
    exercises = list(catalog.exercises().values()) if everything else exercises_named(root, names)
    if as_json:
        from grader.watch.once import grades

        found = list(grades(root, exercises))
        print(json.dumps(found, indent=1))
        raise typer.Exit(0 if all(grade["passed"] for grade in found) else 1)
    targets = ["exercises"] if everything else [f"exercises/{exercise.id}" for exercise in exercises]
    raise typer.Exit(_pytest(root, *targets))


@app.command(rich_help_panel=PANEL)
def hint(name: Name = None) -> None:
    """Check an exercise and show one more hint on what to fix first."""
    root = checkout()
    raise typer.Exit(_pytest(root, f"exercises/{exercise_named(root, name).id}", "--hint"))


def _pytest(root: Path, *arguments: str) -> int:
    return subprocess.call([sys.executable, "-m", "pytest", *arguments], cwd=root)


@app.command("next", rich_help_panel=PANEL)
def go_on(name: Name = None) -> None:
    """Go on to the exercise after this one."""
    root = checkout()
    exercise = exercise_named(root, name)
    following = beside(exercise, 1)
    if following is None:
        print(f"{exercise.id} is the last exercise.")
        return
    with progress.changed(root) as kept:
        kept.current = following.id
    if state(exercise, root, kept) != "finished":
        print(f"{exercise.id} is not finished. To come back to it: kata watch {exercise.id}")
    where()


@app.command("list", rich_help_panel=PANEL)
def show_list(name: Name = None) -> None:
    """List all exercises, and which are finished."""
    root = checkout()
    print(listing(root, progress.read(root), exercise_named(root, name)), end="")


@app.command(rich_help_panel=PANEL)
def demo() -> None:
    """Show the kit at work: a stub, a wrong try with a hint, the answer, the progress, and a class graded.

    It needs a checkout of torchkata, whose sample class it grades.
    """
    from grader.cli.demo import show

    show(catalog.SUITES.parents[1])

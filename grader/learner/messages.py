"""What to say where an exercise's file is missing, misnamed or misplaced."""

from __future__ import annotations

from pathlib import Path

from grader import catalog
from grader.catalog import Exercise


def missing_stub(exercise: Exercise, folder: Path) -> str:
    """What to say where an exercise's module is not in its folder."""
    if (folder / exercise.filename).exists():
        return f"{exercise.id} is checked in {exercise.filename}. Did you mean {folder / exercise.filename}?"
    others = sorted(path.name for path in folder.glob("*.py")) if folder.name == exercise.id else []
    renamed = "was the file renamed?" if len(others) == 1 else "was one of them renamed?"
    found = f" The folder holds {', '.join(others)}: {renamed}" if others else ""
    return (
        f"{exercise.id} is checked in {exercise.id}/{exercise.filename}, and there is no such file.{found} "
        f"Name it {exercise.filename}, or restore the stub with: kata reset {exercise.id}"
    )


def empty_stub(exercise: Exercise) -> list[tuple[str, str]]:
    """The rows for a module without any code."""
    return [
        ("empty", f"{exercise.filename} holds no code. Is it saved in the editor?"),
        ("do", f"Undo there what emptied it, or restore the stub with: kata reset {exercise.id}"),
    ]


def wrong_file(path: Path) -> str | None:
    """What to say of a file in an exercise's folder that is not its module, or of a module in another folder."""
    known = catalog.exercises().get(path.parent.name)
    if known and path.parent.parent.name in catalog.ROOTS:
        return missing_stub(known, path.parent)
    moved = [exercise for exercise in catalog.exercises().values() if exercise.filename == path.name]
    if moved:
        return (
            f"{path.name} is checked in a folder called {moved[0].id}, and this one is in {path.parent}. "
            f"Move it to exercises/{moved[0].id}/{path.name}."
        )
    return None

"""Known mistakes as files, the way learners would have submitted them."""

from __future__ import annotations

import atexit
import tempfile
from functools import cache
from pathlib import Path

from grader.catalog import Exercise
from grader.mistakes import known_mistakes

ROOT = Path(__file__).parents[1]


@cache
def _folder() -> Path:
    folder = tempfile.TemporaryDirectory(prefix="torchkata-mistakes-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


@cache
def mistake_files(exercise: Exercise) -> tuple[Path, ...]:
    """One file per mistake (its first form), in the order of the identifiers."""
    folder = _folder() / exercise.id
    folder.mkdir()
    for mistake in known_mistakes(ROOT, exercise).values():
        (folder / f"{mistake.id}.py").write_text(mistake.modules[0], encoding="utf-8")
    return tuple(sorted(folder.iterdir()))


def mistake_file(exercise: Exercise, name: str) -> Path:
    """The file of one mistake."""
    return next(path for path in mistake_files(exercise) if path.stem == name)

"""A learner's folder: lessons, pictures, stubs and settings as they are released.

`kata init` writes it, never over what is there. setup.py puts the same files into the wheel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from grader import catalog, stubs
from grader.catalog import Exercise
from grader.errors import UserError
from grader.text import same_lines
from grader.whole_file import whole_file

SETTINGS = (".gitignore", ".vscode/*.json")
OVERVIEW = ("exercises/*.md",)
LESSON = ("README.md", "*.svg", "*@2x.png")
"""What belongs to an exercise besides its module. Whatever else is in a checkout's ``exercises/`` is somebody's."""


@dataclass
class Written:
    """What became of each file, by its name in the folder.

    Attributes:
        new: written now.
        kept: there already and different, as a stub that holds work.
    """

    new: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def write_folder(folder: Path) -> Written:
    """Write what is missing in a learner's folder, each file whole or not at all.

    Raises:
        UserError: a file is where a folder has to be, or the folder is inside one that holds the exercises.
    """
    around = next((above for above in folder.resolve().parents if (above / "exercises" / "ex01").is_dir()), None)
    if around is not None:
        raise UserError(f"{around} holds the exercises already, and {folder} is inside it. Name another folder.")
    written = Written()
    for name, content in _files(stubs.stub_text):
        path = folder / name
        if not path.exists():
            _write(path, content)
            written.new.append(name)
        elif not path.is_file() or not same_lines(path.read_bytes(), content):
            written.kept.append(name)
    return written


def write_released(folder: Path) -> None:
    """Write what a wheel carries: the same files, of each module what its stub and its notebook are made from."""
    for name, content in _files(lambda exercise: stubs.emptied(stubs.stub_source(exercise))):
        _write(folder / name, content)


def course_files(exercises: Iterable[Exercise]) -> Iterator[tuple[str, bytes]]:
    """Settings, lessons, pictures and stubs of some exercises: each file's name in the folder, and its content."""
    yield from _matching(SETTINGS)
    for exercise in exercises:
        yield from _exercise(exercise, stubs.stub_text)


def _files(module: Callable[[Exercise], str]) -> Iterator[tuple[str, bytes]]:
    yield from _matching((*SETTINGS, *OVERVIEW))
    for exercise in catalog.exercises().values():
        yield from _exercise(exercise, module)


def _exercise(exercise: Exercise, module: Callable[[Exercise], str]) -> Iterator[tuple[str, bytes]]:
    yield from _matching(f"exercises/{exercise.id}/{pattern}" for pattern in LESSON)
    yield exercise.path(Path()).as_posix(), module(exercise).encode()


def _matching(patterns: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    root = catalog.released()
    for pattern in patterns:
        for path in sorted(root.glob(pattern)):
            yield path.relative_to(root).as_posix(), path.read_bytes()


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise UserError(f"{path.parent} cannot be a folder: a file is in its way.") from None
    with whole_file(path) as file:
        file.write(content)

"""Where a learner is, in one small file of the checkout: ``.kata/progress.json``.

It may be deleted at any time. Several terminals may write it at once, and a kill at any moment leaves the old or the
new file. Where it cannot be written (a read-only folder), nothing is remembered and nothing fails.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from grader import catalog
from grader.catalog import Exercise
from grader.whole_file import whole_text

PATIENCE = 5.0
"""Seconds to wait for another terminal that writes the file."""


@dataclass
class Progress:
    """What is remembered.

    Attributes:
        current: the exercise that was checked, watched or opened last; empty at the beginning.
        checked: the digest of each exercise's file when all of its checks were run last.
        finished: the digest of each exercise's file when all of its checks passed.
        hints: how many hints were shown of each check, by ``ex03/test_shape``.
    """

    current: str = ""
    checked: dict[str, str] = field(default_factory=dict)
    finished: dict[str, str] = field(default_factory=dict)
    hints: dict[str, int] = field(default_factory=dict)

    def is_finished(self, exercise: Exercise, path: Path) -> bool:
        """Whether all checks passed on the file as it is now."""
        return self.finished.get(exercise.id) == digest(path) != ""

    def is_unchanged(self, exercise: Exercise, path: Path) -> bool:
        """Whether the file was checked as it is now."""
        return self.checked.get(exercise.id) == digest(path) != ""

    def current_exercise(self, root: Path) -> Exercise:
        """The exercise to go on with: the last one, or the first one that is not finished.

        A course may hold some exercises only: one without a folder is not the first.
        """
        known = catalog.exercises()
        if self.current in known:
            return known[self.current]
        there = [each for each in known.values() if each.path(root).parent.is_dir()] or list(known.values())
        return next((each for each in there if not self.is_finished(each, each.path(root))), there[0])


def read(root: Path | None) -> Progress:
    """What is remembered in a checkout; nothing where there is no file, or one that cannot be read."""
    try:
        entry = json.loads(_file(root).read_text(encoding="utf-8")) if root is not None else {}
        return Progress(
            str(entry.get("current", "")),
            _texts(entry.get("checked")),
            _texts(entry.get("finished")),
            {key: int(count) for key, count in dict(entry.get("hints") or {}).items()},
        )
    except (OSError, ValueError, TypeError, AttributeError):
        return Progress()


@contextlib.contextmanager
def changed(root: Path | None) -> Iterator[Progress]:
    """The progress, to change in the block and keep afterwards."""
    with contextlib.ExitStack() as stack:
        writable = root is not None
        if root is not None:
            try:
                _file(root).parent.mkdir(exist_ok=True)
                stack.enter_context(FileLock(_file(root).with_suffix(".lock"), timeout=PATIENCE))
            except (OSError, Timeout, NotImplementedError):
                writable = False
        progress = read(root)
        yield progress
        if root is not None and writable:
            with contextlib.suppress(OSError):
                _replace(_file(root), asdict(progress))


def root_of(path: Path) -> Path | None:
    """The checkout whose progress a run on this module is: none for a solution, or a file that is elsewhere."""
    return path.parents[2] if len(path.parents) > 2 and path.parents[1].name == "exercises" else None


def digest(path: Path) -> str:
    """A digest of a file's content; empty where it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _file(root: Path) -> Path:
    return root / ".kata" / "progress.json"


def _texts(entry: Any) -> dict[str, str]:
    return {str(key): str(value) for key, value in dict(entry or {}).items()}


def _replace(path: Path, entry: dict[str, Any]) -> None:
    with whole_text(path) as file:
        json.dump(entry, file, indent=1)

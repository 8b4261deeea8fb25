"""Which draw each grade comes from, kept beside the gradebook, and never in a notebook that students get back.

Each run of autograde draws the checks' inputs anew, so a table of the inputs seen in feedback earns nothing. A line
of ``draws.jsonl`` says what a submission was graded with, so that ``kata regrade`` and an appeal can repeat it.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from functools import cached_property
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

FILE = "draws.jsonl"
_SQLITE = "sqlite:///"


@dataclass(frozen=True)
class Draw:
    """What one submission was graded with.

    Attributes:
        seed: the checks' inputs were drawn from it.
        note: why the submission could not be read or used to its end; empty where it could.
    """

    assignment: str
    student: str
    seed: int
    note: str = ""
    time: str = ""


class Draws:
    """The draws of one run, and those of earlier runs in the same gradebook."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seed = secrets.randbelow(2**31)

    @cached_property
    def earlier(self) -> dict[tuple[str, str], Draw]:
        return latest(self.folder)

    def repeated(self, assignment: str, student: str) -> int:
        """The seed that the student's latest grade was drawn from; this run's where there is none."""
        known = self.earlier.get((assignment, student))
        return known.seed if known else self.seed

    def record(self, assignment: str, student: str, seed: int, note: str) -> None:
        now = datetime.now(timezone.utc).isoformat(timespec="seconds")
        line = json.dumps(asdict(Draw(assignment, student, seed, note, now)), ensure_ascii=True)
        descriptor = os.open(self.folder / FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o660)
        try:
            os.write(descriptor, f"{line}\n".encode())  # one call, so that runs at the same time do not mix lines
        finally:
            os.close(descriptor)


_of_run: WeakKeyDictionary[Any, Draws] = WeakKeyDictionary()


def of_run(run: Any, db_url: str) -> Draws:
    """The draws of an nbgrader run, known by an object that lives as long, in the folder of its gradebook.

    Where the gradebook is no file, that is the course's folder, in which nbgrader works.
    """
    if run not in _of_run:
        _of_run[run] = Draws(Path(db_url.removeprefix(_SQLITE)).parent if db_url.startswith(_SQLITE) else Path.cwd())
    return _of_run[run]


def latest(folder: Path) -> dict[tuple[str, str], Draw]:
    """The latest draw of each submission, by assignment and student."""
    return {(draw.assignment, draw.student): draw for draw in _read(folder / FILE)}


def _read(path: Path) -> Iterator[Draw]:
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            yield Draw(**json.loads(line))
        except (ValueError, TypeError):  # a line cut short by a full disk
            continue

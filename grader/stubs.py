"""The one source of a stub: its solution, with the regions between nbgrader's markers cleared.

A wheel holds no solutions. It holds each of them with its markers and without what is between them, which gives the
same stub and the same notebook.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader import catalog
from grader.catalog import Exercise
from grader.errors import NoSolutionsError, StubError
from grader.text import same_lines

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
_WANTED = re.compile(re.escape(BEGIN) + r"(?::\s*(?P<wanted>.*))?\s*$")


@dataclass(frozen=True)
class _Region:
    """A solution region: its markers' indentation and what its first line says is wanted."""

    indent: str
    wanted: str

    @property
    def left(self) -> str:
        """What the stub has in its place."""
        return f'{self.indent}raise NotImplementedError("{self.wanted}")\n' if self.wanted else ""

    @property
    def emptied(self) -> str:
        """The same between its markers."""
        first = f"{BEGIN}: {self.wanted}" if self.wanted else BEGIN
        return f"{self.indent}{first}\n{self.left}{self.indent}{END}\n"


def stub_of(solution: str) -> str:
    """The stub's text: every region becomes ``raise NotImplementedError("what is wanted")``.

    What is wanted is on the region's first line, ``### BEGIN SOLUTION: return the number of features``. A region
    without such words leaves nothing behind.

    Raises:
        StubError: a marker is missing or nested.
    """
    return "".join(part if isinstance(part, str) else part.left for part in _lines_and_regions(solution))


def emptied(solution: str) -> str:
    """The solution with markers and nothing of what is between them: `stub_of` makes the same stub of it.

    A region that leaves nothing in the stub is moved above its definition, so that nobody can read off where lines are
    missing.

    Raises:
        StubError: a marker is missing or nested.
    """
    parts: list[str] = []
    definition = 0
    for part in _lines_and_regions(solution):
        if isinstance(part, str):
            if part.startswith(("def ", "async def ", "class ")):
                definition = len(parts)
            parts.append(part)
        elif part.wanted:
            parts.append(part.emptied)
        else:
            place = definition if part.indent else len(parts)
            marked = _Region("", "").emptied
            if parts[place - 1 : place] != [marked]:
                parts.insert(place, marked)
                definition += 1
    return "".join(parts)


def _lines_and_regions(solution: str) -> Iterator[str | _Region]:
    region: _Region | None = None
    for number, line in enumerate(solution.splitlines(keepends=True), start=1):
        found = _WANTED.search(line)
        if found and line.lstrip().startswith(BEGIN):
            if region is not None:
                raise StubError(f"line {number}: a solution region begins inside another")
            region = _Region(line[: len(line) - len(line.lstrip())], (found["wanted"] or "").strip())
            yield region
        elif line.strip() == END:
            if region is None:
                raise StubError(f"line {number}: a solution region ends that never began")
            region = None
        elif region is None:
            yield line
    if region is not None:
        raise StubError("the last solution region never ends")


def without_markers(solution: str) -> str:
    """The solution as a learner would write it: without the lines that hold nbgrader's markers."""
    kept = [line for line in solution.splitlines(keepends=True) if not line.lstrip().startswith((BEGIN, END))]
    return "".join(kept)


def stub_source(exercise: Exercise) -> str:
    """The module with markers that the stub is made from: the solution, or in a wheel the `emptied` one.

    Raises:
        NoSolutionsError: this is a checkout without its solutions.
        FileNotFoundError: the exercise has no solution yet.
    """
    if catalog.RELEASED.is_dir():
        return exercise.path(catalog.RELEASED).read_text(encoding="utf-8")
    return exercise.path(catalog.solutions(), "solutions").read_text(encoding="utf-8")


def stub_text(exercise: Exercise) -> str:
    """The original stub. Raises as `stub_source`."""
    return stub_of(stub_source(exercise))


def solution_text(exercise: Exercise) -> str:
    """The solution as a learner would write it.

    Raises:
        NoSolutionsError: the solutions are not installed.
        FileNotFoundError: the exercise has no solution yet.
    """
    return without_markers(exercise.path(catalog.solutions(), "solutions").read_text(encoding="utf-8"))


def untouched(path: Path, exercise: Exercise) -> bool:
    """Whether a file still is the exercise's stub, line endings and trailing space apart."""
    try:
        return same_lines(path.read_text(encoding="utf-8"), stub_text(exercise))
    except (OSError, UnicodeDecodeError, StubError, NoSolutionsError):
        return False

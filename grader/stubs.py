"""The one source of a stub: its solution, with the regions between nbgrader's markers cleared."""

from __future__ import annotations

import re
from pathlib import Path

from grader.catalog import Exercise
from grader.errors import StubError

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
_WANTED = re.compile(re.escape(BEGIN) + r"(?::\s*(?P<wanted>.*))?\s*$")


def stub_of(solution: str) -> str:
    """The stub's text: every region becomes ``raise NotImplementedError("what is wanted")``.

    What is wanted is on the region's first line, ``### BEGIN SOLUTION: return the number of features``. A region
    without such words leaves nothing behind.

    Raises:
        StubError: a marker is missing or nested.
    """
    stub: list[str] = []
    inside = False
    for number, line in enumerate(solution.splitlines(keepends=True), start=1):
        found = _WANTED.search(line)
        if found and line.lstrip().startswith(BEGIN):
            if inside:
                raise StubError(f"line {number}: a solution region begins inside another")
            inside = True
            if found["wanted"]:
                indent = line[: len(line) - len(line.lstrip())]
                stub.append(f'{indent}raise NotImplementedError("{found["wanted"].strip()}")\n')
        elif line.strip() == END:
            if not inside:
                raise StubError(f"line {number}: a solution region ends that never began")
            inside = False
        elif not inside:
            stub.append(line)
    if inside:
        raise StubError("the last solution region never ends")
    return "".join(stub)


def without_markers(solution: str) -> str:
    """The solution as a learner would write it: without the lines that hold nbgrader's markers."""
    kept = [line for line in solution.splitlines(keepends=True) if not line.lstrip().startswith((BEGIN, END))]
    return "".join(kept)


def stub_text(root: Path, exercise: Exercise) -> str:
    """The original stub, made from the checkout's solution.

    Raises:
        FileNotFoundError: the checkout holds no solution of the exercise.
    """
    return stub_of(exercise.path(root, "solutions").read_text(encoding="utf-8"))


def untouched(path: Path, exercise: Exercise) -> bool:
    """Whether a file under ``exercises/`` still is the stub, line endings and trailing space apart."""
    root = path.parents[2] if len(path.parents) > 2 else path.parent
    try:
        return _lines(path.read_text(encoding="utf-8")) == _lines(stub_text(root, exercise))
    except (OSError, UnicodeDecodeError, StubError):
        return False


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip().splitlines()]

"""An exercise as a notebook: lesson, cells to write, an example to run, and one graded cell a check.

The same input gives the same bytes. Graded cells are named as their checks are: an nbgrader gradebook finds its grades
by these names. Sources: nbformat's schema 4.5 (cell ids), nbgrader's nbgraderformat/v3.json (cell metadata).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from grader.catalog import SUITES, Exercise
from grader.judging.checks import Check, checks_in
from grader.notebooks.lesson import Text, lesson
from grader.notebooks.parts import Part, cells_of

Cell = dict[str, Any]
HOW_TO_GET = """\
Not checked: install torchkata's wheel (ask your instructor for it),
restart the kernel and run all cells."""
"""Validate cuts lines at 86 characters (nbgrader's validator.py)."""
_CHECK = '''\
# {points}: {title}
try:
    from grader.nbgrader_plugin.check_cell import check
except ImportError:
    import os

    how = """{how}"""
    if "NBGRADER_EXECUTION" in os.environ:  # nbgrader takes silence for full marks
        raise ImportError(how) from None
    print(how)
else:
    check("{exercise}", "{name}", globals())'''
CHECKING = """\
## How to check

Run the cells above from the top, then those below: each says whether its check passed, or what it saw. Where torchkata
is not installed they say how to get it."""
_KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}


def check_cell(exercise: Exercise, check: Check) -> Cell:
    """The graded cell of one check. It neither holds nor shows anything of how the check decides."""
    points = f"{check.points} point{'s' if check.points != 1 else ''}"
    title = " ".join(check.title.split())
    source = _CHECK.format(points=points, title=title, how=HOW_TO_GET, exercise=exercise.id, name=check.name)
    return _code(check.name, source, {"grade": True, "locked": True, "points": check.points})


def notebook(root: Path, exercise: Exercise) -> str:
    """The notebook of an exercise, solved, as nbgrader wants its source.

    Raises:
        FileNotFoundError: the checkout lacks the lesson, a picture or the solution.
    """
    solution = exercise.path(root, "solutions").read_text(encoding="utf-8")
    before, after = lesson(root, exercise, solution)
    cells = [_text_cell("lesson", before)]
    cells += code_cells(cells_of(solution))
    example = example_of(exercise)
    if example:
        cells.append(code_cell("example", example))
    cells.append({**_text_cell("checking", Text(CHECKING)), "metadata": {}})
    cells += [check_cell(exercise, check) for check in checks_in(exercise.checks())]
    cells.append(_text_cell("afterwards", after))
    return as_text(cells)


def code_cells(parts: Iterable[Part]) -> list[Cell]:
    """Parts of a module as cells: one to write in is a solution cell, one that is given is locked."""
    cells = []
    for part in parts:
        if part.is_solution:
            cells.append(_code(f"write-{part.name or 'module'}", part.source, {"solution": True}))
        else:
            cells.append(_code(f"given-{part.name or 'imports'}", part.source, {"locked": True}))
    return cells


def code_cell(name: str, source: str) -> Cell:
    """A cell that is nobody's but the learner's."""
    return {**_code(name, source), "metadata": {}}


def example_of(exercise: Exercise) -> str:
    """What a learner can run to look at what was written: the suite's ``example.py``, without its first import."""
    path = SUITES / exercise.id / "example.py"
    if not path.exists():
        return ""
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith(f"from {exercise.module} import")).strip()


def as_text(cells: list[Cell]) -> str:
    """Cells as a notebook file's text."""
    whole = {"cells": cells, "metadata": _KERNEL, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _code(name: str, source: str, marks: dict[str, Any] | None = None) -> Cell:
    cell = {"cell_type": "code", "execution_count": None, "outputs": []}
    return {**cell, "id": _id(name), "source": _lines(source), "metadata": _marks(name, "code", marks or {})}


def _text_cell(name: str, text: Text) -> Cell:
    cell: Cell = {"cell_type": "markdown", "id": _id(name), "source": _lines(text.source)}
    if text.attachments:
        cell["attachments"] = text.attachments
    return {**cell, "metadata": _marks(name, "markdown", {"locked": True})}


def _marks(name: str, kind: str, chosen: dict[str, Any]) -> dict[str, Any]:
    marks = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    return {"nbgrader": {**marks, **chosen, "grade_id": name, "cell_type": kind}}


def _id(name: str) -> str:
    """A cell id as nbformat allows it: at most 64 letters, digits, hyphens and underscores."""
    return "".join(char if char.isascii() and (char.isalnum() or char in "-_") else "-" for char in name)[:64]


def _lines(source: str) -> list[str]:
    return source.splitlines(keepends=True)

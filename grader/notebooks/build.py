"""An exercise as a notebook: lesson, cells to write, an example to run, and one graded cell per check.

The same input gives the same bytes. Graded cells are named as their checks are: an nbgrader gradebook finds its grades
by these names. Sources: nbformat's schema 4.5 (cell ids), nbgrader's nbgraderformat/v3.json (cell metadata).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.catalog import SUITES, Exercise
from grader.judging.checks import Check, checks_in
from grader.notebooks.lesson import Text, lesson
from grader.notebooks.parts import Part, cells_of

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

Run the cells above from the top, then those below: each says whether its check passed, or what came back. Where
torchkata is not installed they say how to get it."""
_KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}


def check_cell(exercise: Exercise, check: Check) -> NotebookNode:
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
    cells.append(new_markdown_cell(CHECKING, id="checking"))
    cells += [check_cell(exercise, check) for check in checks_in(exercise.checks())]
    cells.append(_text_cell("afterwards", after))
    return as_text(cells)


def code_cells(parts: Iterable[Part]) -> list[NotebookNode]:
    """Parts of a module as cells: one to write in is a solution cell, one that is given is locked."""
    cells = []
    for part in parts:
        if part.is_solution:
            cells.append(_code(f"write-{part.name or 'module'}", part.source, {"solution": True}))
        else:
            cells.append(_code(f"given-{part.name or 'imports'}", part.source, {"locked": True}))
    return cells


def code_cell(name: str, source: str) -> NotebookNode:
    """A cell of the learner's own, which nbgrader leaves alone."""
    cell: NotebookNode = new_code_cell(source, id=_id(name))
    return cell


def example_of(exercise: Exercise) -> str:
    """What a learner can run to look at what was written: the suite's ``example.py``, without its first import."""
    path = SUITES / exercise.id / "example.py"
    if not path.exists():
        return ""
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith(f"from {exercise.module} import")).strip()


def as_text(cells: list[NotebookNode]) -> str:
    """Cells as a notebook file's text."""
    text: str = nbformat.writes(new_notebook(cells=cells, metadata=_KERNEL, nbformat_minor=5))
    return text + "\n"


def _code(name: str, source: str, nbgrader: dict[str, Any] | None = None) -> NotebookNode:
    metadata = _nbgrader_metadata(name, "code", nbgrader or {})
    cell: NotebookNode = new_code_cell(source, id=_id(name), metadata=metadata)
    return cell


def _text_cell(name: str, text: Text) -> NotebookNode:
    metadata = _nbgrader_metadata(name, "markdown", {"locked": True})
    cell: NotebookNode = new_markdown_cell(text.source, id=_id(name), metadata=metadata)
    if text.attachments:
        cell.attachments = text.attachments
    return cell


def _nbgrader_metadata(name: str, kind: str, chosen: dict[str, Any]) -> dict[str, Any]:
    defaults = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    return {"nbgrader": {**defaults, **chosen, "grade_id": name, "cell_type": kind}}


def _id(name: str) -> str:
    """A cell id as nbformat allows it: at most 64 letters, digits, hyphens and underscores."""
    return "".join(char if char.isascii() and (char.isalnum() or char in "-_") else "-" for char in name)[:64]

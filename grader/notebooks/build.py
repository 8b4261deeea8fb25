"""An exercise as a notebook: lesson, cells to write in, and right below each of them the checks about it.

The same input gives the same bytes. Graded cells are named as their checks are: an nbgrader gradebook finds its grades
by these names. Sources: nbformat's schema 4.5 (cell ids), nbgrader's nbgraderformat/v3.json (cell metadata),
jupyterlab #2412 (the tag ``raises-exception``).
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader import catalog
from grader.catalog import SUITES, Exercise
from grader.judging.checks import Check, checks_in
from grader.notebook import SETUP
from grader.notebooks.lesson import Text, lesson
from grader.notebooks.parts import Part, cells_of, named_in
from grader.stubs import stub_of, stub_source

_INSTALL_NAME, _SETUP_NAME = SETUP
_INSTALL = """\
# Installs the checks, unless they are installed already.
import importlib.util

if importlib.util.find_spec("grader") is None:
    %pip install --quiet {wheel}"""
_SETUP = """\
# Run this cell first: it makes check(...) work below.
try:
    from grader.notebooks.checking import Checker
except ImportError as error:
    print(f"Not checked: {{error}}.")
    print("Install torchkata's wheel (ask your instructor for it), restart the kernel and run all cells.")

    def check(name):
        return 0  # points
else:
    check = Checker("{exercise}", globals())"""
ANSWER_HERE = "*Write your answer here.*"
_GOES_ON = ["raises-exception"]
"""Run All stops at a cell that raises, unless the cell has this tag."""
_KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}


def course_notebook(root: Path, exercise: Exercise, written: bool = False) -> str:
    """The notebook of an exercise, solved, as nbgrader wants its source.

    Args:
        root: the folder that holds ``exercises/`` with the lesson.
        exercise: which to build.
        written: whether answers in words are graded by hand, one point each.

    Raises:
        NoSolutionsError: the solutions are not installed.
        FileNotFoundError: the lesson, a picture or the solution does not exist.
    """
    solution = exercise.path(catalog.solutions(), "solutions").read_text(encoding="utf-8")
    before, after = lesson(root, exercise, solution)
    code = [_setup_cell(exercise), *_code_cells(exercise, cells_of(solution))]
    return as_text([*_text_cells(before, written), *code, *_text_cells(after, written)])


def learners_notebook(root: Path, exercise: Exercise, wheel: str = "") -> str:
    """The same notebook to learn with, without an instructor: the stub's cells, pictures that every front-end shows.

    Args:
        root: the folder that holds ``exercises/`` with the lesson.
        exercise: which to build.
        wheel: the path or address that the notebook installs torchkata from; empty where it is installed already.

    Raises:
        FileNotFoundError: the lesson or a picture does not exist.
    """
    source = stub_source(exercise)
    before, after = lesson(root, exercise, source, attach=False)
    install = [_code(_INSTALL_NAME, _INSTALL.format(wheel=shlex.quote(wheel)), {"locked": True})] if wheel else []
    code = [*install, _setup_cell(exercise), *_code_cells(exercise, cells_of(source))]
    for cell in code:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = stub_of(cell.source).rstrip("\n")
    return as_text([*_text_cells(before), *code, *_text_cells(after)])


def check_cell(check: Check) -> NotebookNode:
    """The graded cell of one check. It holds the check's name and nothing else."""
    source = f'check("{check.name.removeprefix("test_")}")'
    return _code(check.name, source, {"grade": True, "locked": True, "points": check.points})


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


def _setup_cell(exercise: Exercise) -> NotebookNode:
    return _code(_SETUP_NAME, _SETUP.format(exercise=exercise.id), {"locked": True})


def _code_cells(exercise: Exercise, parts: list[Part]) -> list[NotebookNode]:
    """The module's parts, each with the checks about it below, and the example at the end."""
    below: dict[str, list[NotebookNode]] = {}
    for check in checks_in(exercise.checks()):
        below.setdefault(named_in(check.title, parts).name, []).append(check_cell(check))
    cells = []
    for part in parts:
        cells += [_part_cell(part), *(below.get(part.name, ()) if part.is_solution else ())]
    example = example_of(exercise)
    if example:
        cells.append(code_cell("example", example))
        cells[-1].metadata["tags"] = _GOES_ON
    return cells


def _part_cell(part: Part) -> NotebookNode:
    """One to write in is a solution cell, one that is given is locked."""
    if not part.is_solution:
        return _code(f"given-{part.name or 'imports'}", part.source, {"locked": True})
    cell = _code(f"write-{part.name or 'module'}", part.source, {"solution": True})
    cell.metadata["tags"] = _GOES_ON  # half-written code may not even compile
    return cell


def _text_cells(texts: Iterable[Text], written: bool = False) -> list[NotebookNode]:
    """The lesson's cells, and below each question a cell to answer in."""
    cells = []
    for text in texts:
        cell = new_markdown_cell(text.source, id=_id(text.name))
        cell.metadata.update(_nbgrader_metadata(text.name, "markdown", {"locked": True}))
        if text.attachments:
            cell.attachments = text.attachments
        cells.append(cell)
        if text.question:
            name = f"answer-{text.name}"
            cells.append(new_markdown_cell(ANSWER_HERE, id=_id(name)))
            if written:
                marks = {"grade": True, "solution": True, "points": 1}
                cells[-1].metadata.update(_nbgrader_metadata(name, "markdown", marks))
    return cells


def _code(name: str, source: str, nbgrader: dict[str, Any]) -> NotebookNode:
    cell: NotebookNode = new_code_cell(source, id=_id(name), metadata=_nbgrader_metadata(name, "code", nbgrader))
    return cell


def _nbgrader_metadata(name: str, kind: str, chosen: dict[str, Any]) -> dict[str, Any]:
    defaults = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    return {"nbgrader": {**defaults, **chosen, "grade_id": name, "cell_type": kind}}


def _id(name: str) -> str:
    """A cell id as nbformat allows it: at most 64 letters, digits, hyphens and underscores."""
    return "".join(char if char.isascii() and (char.isalnum() or char in "-_") else "-" for char in name)[:64]

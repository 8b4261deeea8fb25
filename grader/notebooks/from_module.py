"""A submitted module as a notebook of the course: the same code, cell by cell, between the same texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from grader import submission
from grader.errors import UnreadableError
from grader.notebook import SETUP
from grader.notebooks.build import as_text, code_cell
from grader.notebooks.parts import Part, parts_of


def filled(source: str, raw: bytes, filename: str) -> str:
    """The source notebook with a learner's module instead of all code that is not graded.

    A definition that the exercise asks for goes into its own cell, all else into cells of the learner's. A module that
    cannot be read becomes a cell that raises what is wrong with it.
    """
    notebook = nbformat.reads(source, as_version=4)
    wanted = {
        _nbgrader(cell)["grade_id"].removeprefix("write-"): cell
        for cell in notebook.cells
        if cell.cell_type == "code" and _nbgrader(cell).get("solution")
    }
    cells: list[NotebookNode] = []
    done = False
    for cell in notebook.cells:
        if cell.cell_type != "code" or _nbgrader(cell).get("grade") or _nbgrader(cell).get("grade_id") in SETUP:
            cells.append(cell)
        elif not done:
            cells += _cells(_parts(raw, filename), wanted)
            done = True
    return as_text(cells)


def _nbgrader(cell: NotebookNode) -> dict[str, Any]:
    metadata: dict[str, Any] = cell.metadata.get("nbgrader", {})
    return metadata


def _parts(raw: bytes, filename: str) -> list[Part]:
    try:
        return parts_of(submission.of_bytes(raw, Path(filename)).text)
    except UnreadableError as error:
        kind, text = error.rows[0]
        if kind == "syntax":
            return [Part("", raw.decode("utf-8", "replace"))]
        return [Part("", f"raise UnicodeError({text!r})")]
    except (RecursionError, MemoryError):  # nested deeper than Python's parser can follow: one cell, as it is
        return [Part("", raw.decode("utf-8", "replace"))]


def _cells(parts: list[Part], wanted: dict[str, NotebookNode]) -> list[NotebookNode]:
    cells: list[NotebookNode] = []
    left = dict(wanted)
    for part in parts:
        if part.name in left:
            cell = left.pop(part.name)
            cell.source = part.source
            cells.append(cell)
        else:
            cells.append(code_cell(f"own-{len(cells) + 1}", part.source))
    return cells

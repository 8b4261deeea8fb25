"""A module that was handed in, as a notebook of the course: the same code, cell by cell, between the same texts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from grader import submission
from grader.notebooks.build import Cell, code_cell
from grader.notebooks.parts import Part, parts_of


def filled(source: str, raw: bytes, filename: str) -> str:
    """The source notebook with a learner's module in the place of all code that is not graded.

    A definition that the exercise asks for goes into its own cell, all else into cells of the learner's. A module that
    cannot be read becomes a cell that raises what is wrong with it.
    """
    notebook = json.loads(source)
    wanted = {_name(cell).removeprefix("write-"): cell for cell in notebook["cells"] if _marks(cell).get("solution")}
    cells: list[Cell] = []
    done = False
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code" or _marks(cell).get("grade"):
            cells.append(cell)
        elif not done:
            cells += _cells(_parts(raw, filename), wanted)
            done = True
    return json.dumps({**notebook, "cells": cells}, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _marks(cell: Cell) -> dict[str, Any]:
    return cell["metadata"].get("nbgrader", {})


def _name(cell: Cell) -> str:
    return _marks(cell)["grade_id"]


def _parts(raw: bytes, filename: str) -> list[Part]:
    try:
        return parts_of(submission.of_bytes(raw, Path(filename)).text)
    except submission.UnreadableError as error:
        kind, text = error.rows[0]
        if kind == "syntax":
            return [Part("", raw.decode("utf-8", "replace"))]
        return [Part("", f"raise UnicodeError({text!r})")]


def _cells(parts: list[Part], wanted: dict[str, Cell]) -> list[Cell]:
    cells: list[Cell] = []
    left = dict(wanted)
    for part in parts:
        if part.name in left:
            cells.append({**left.pop(part.name), "source": part.source.splitlines(keepends=True)})
        else:
            cells.append(code_cell(f"own-{len(cells) + 1}", part.source))
    return cells

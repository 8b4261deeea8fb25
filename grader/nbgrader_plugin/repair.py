"""Before grading: what students broke in a notebook is restored from the gradebook."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor


@dataclass(frozen=True)
class Known:
    """What the gradebook knows of a cell of the source notebook."""

    name: str
    kind: str
    source: str
    locked: bool
    checksum: str
    solution: bool
    task: bool
    points: float | None

    @property
    def marks(self) -> dict[str, Any]:
        """The cell's nbgrader metadata, as nbgraderformat/v3.json has it."""
        marks: dict[str, Any] = {
            "grade": self.points is not None and not self.task,
            "grade_id": self.name,
            "solution": self.solution,
            "task": self.task,
            "locked": self.locked,
            "cell_type": self.kind,
            "checksum": self.checksum,
            "schema_version": 3,
        }
        return marks if self.points is None else {**marks, "points": self.points}

    def fresh(self) -> Any:
        """The cell as it was released."""
        make = new_code_cell if self.kind == "code" else new_markdown_cell
        return make(self.source, id=re.sub(r"[^A-Za-z0-9_-]", "-", self.name)[:60], metadata={"nbgrader": self.marks})


class Repair(NbGraderPreprocessor):
    """Every cell the course knows is there once, is what it was, and says so; all others say nothing.

    nbgrader's own repairs (DeduplicateIds, OverwriteCells, CheckCellMetadata) stop the whole command, or give full
    marks, on some of what students do to a notebook. After this one they would find nothing to do.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        known = self._known(resources["nbgrader"])
        missing = dict(known)
        for cell in reversed(nb.cells):  # of two cells with one name the last counts, as in nbgrader's DeduplicateIds
            marks = cell.metadata.pop("nbgrader", {})
            name = marks.get("grade_id")
            if isinstance(name, str) and name in missing:
                _restore(cell, missing.pop(name))
        given = [each.fresh() for each in missing.values() if each.locked and each.points is None]
        graded = [each.fresh() for each in missing.values() if each.points is not None]
        nb.cells = [cell for cell in given if cell.cell_type == "code"] + nb.cells + graded
        _name_once(nb.cells)
        return nb, resources

    def _known(self, about: dict[str, str]) -> dict[str, Known]:
        """The source notebook's cells, read once per command: an exporter lives as long."""
        kept = _read.setdefault(self.parent, {})
        key = (about["db_url"], about["assignment"], about["notebook"])
        if key not in kept:
            with Gradebook(about["db_url"]) as gradebook:
                kept[key] = _known(gradebook.find_notebook(about["notebook"], about["assignment"]))
        return kept[key]


_read: WeakKeyDictionary[Any, dict[tuple[str, str, str], dict[str, Known]]] = WeakKeyDictionary()


def _known(notebook: Any) -> dict[str, Known]:
    graded = {cell.name: cell.max_score for cell in (*notebook.grade_cells, *notebook.task_cells)}
    solutions = {cell.name for cell in notebook.solution_cells}
    tasks = {cell.name for cell in notebook.task_cells}
    return {
        cell.name: Known(
            cell.name, cell.cell_type, cell.source, bool(cell.locked), cell.checksum,
            cell.name in solutions, cell.name in tasks, graded.get(cell.name),
        )
        for cell in notebook.source_cells
    }  # fmt: skip


def _restore(cell: Any, known: Known) -> None:
    if cell.cell_type != known.kind:
        cell.cell_type = known.kind
        if known.kind == "code":
            cell.outputs, cell.execution_count = [], None
            cell.pop("attachments", None)
        else:
            cell.pop("outputs", None)
            cell.pop("execution_count", None)
    if known.locked:
        cell.source = known.source
    cell.metadata["nbgrader"] = known.marks


def _name_once(cells: list[Any]) -> None:
    """nbformat wants every cell's id to be another one."""
    seen: set[str] = set()
    for number, cell in enumerate(cells):
        if cell.id in seen:
            cell.id = f"{cell.id[:40]}-again-{number}"
        seen.add(cell.id)

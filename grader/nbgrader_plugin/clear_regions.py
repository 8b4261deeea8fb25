"""For ``nbgrader generate_assignment``: the stub's cells, made as the modules' stubs are."""

from __future__ import annotations

from typing import Any

from nbgrader.preprocessors import ClearSolutions
from traitlets import Unicode

from grader.notebooks.build import ANSWER_HERE
from grader.stubs import stub_of


class ClearRegions(ClearSolutions):
    """nbgrader's ClearSolutions, where a region between the markers becomes what is wanted there, or nothing at all.

    nbgrader's own puts one and the same text in every region of a course (preprocessors/clearsolutions.py), which would
    tell where ex06's loop lacks something.
    """

    text_stub = Unicode(ANSWER_HERE, help="What a cell to answer in holds at first.").tag(config=True)

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        marks = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and marks.get("solution") and self.begin_solution_delimeter in cell.source:
            cell.source = stub_of(cell.source).rstrip("\n")
            return cell, resources
        return super().preprocess_cell(cell, resources, cell_index)

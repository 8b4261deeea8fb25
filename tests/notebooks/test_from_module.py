"""A submitted module as a notebook of the course."""

from __future__ import annotations

import json

import pytest

from grader import catalog
from grader.notebook import SETUP
from grader.notebooks.build import course_notebook
from grader.notebooks.from_module import filled
from tests.nbgrader_plugin.kit import ROOT, solution_cells


def own_code(source: str, raw: bytes, filename: str) -> list[dict]:
    """The cells of a filled notebook that hold the learner's code."""
    cells = json.loads(filled(source, raw, filename))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code" and not _is_the_kits(cell)]


def _is_the_kits(cell: dict) -> bool:
    marks = cell["metadata"].get("nbgrader", {})
    return marks.get("grade", False) or marks.get("grade_id") in SETUP


def test_a_module_keeps_its_order_and_all_of_its_code():
    module = solution_cells("ex03") + "\n\ndef after_main():\n    return 1\n"
    source = course_notebook(ROOT, catalog.exercise("ex03"))
    code = own_code(source, module.encode(), "flat_size.py")
    assert [cell["id"] for cell in code] == [
        "own-1", "write-conv2d_size", "write-max_pool2d_size", "write-trace_shapes", "write-flat_size",
        "write-convnet_flat_size", "own-7",
    ]  # fmt: skip
    namespace = {}
    for cell in code:
        exec("".join(cell["source"]), namespace)
    assert namespace["flat_size"](32) == 576 and namespace["after_main"]() == 1


@pytest.mark.parametrize(
    ("raw", "raised"),
    [(b"def f(:\n", SyntaxError), (b"x = '\xe9'\n", UnicodeError), (b"x\0", UnicodeError), (b"", None)],
    ids=["no Python", "latin-1", "null", "empty"],
)
def test_a_module_that_cannot_be_read_fails_in_the_notebook_too(raw, raised):
    source = course_notebook(ROOT, catalog.exercise("ex01"))
    code = own_code(source, raw, "num_flat_features.py")
    assert len(code) == (1 if raised else 0)
    for cell in code:
        with pytest.raises(raised):
            exec("".join(cell["source"]), {})


def test_graded_cells_and_texts_stay_as_the_course_has_them():
    source = course_notebook(ROOT, catalog.exercise("ex01"))
    raw = solution_cells("ex01").encode()

    def others(text: str) -> list[dict]:
        return [cell for cell in json.loads(text)["cells"] if cell["cell_type"] != "code" or _is_the_kits(cell)]

    assert others(filled(source, raw, "num_flat_features.py")) == others(source)

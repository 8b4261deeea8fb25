"""The notebooks themselves: made the same each time, whole on their own, and telling nothing."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest

from grader import catalog
from grader.grading.prepare import prepare
from grader.notebooks.build import example_of, notebook
from grader.notebooks.parts import parts_of
from grader.sandbox import pool
from grader.stubs import stub_of, stub_text
from tests.nbgrader_plugin.kit import NO_SANDBOX, ROOT

EXERCISES = list(catalog.exercises().values())
named = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.id)


@pytest.fixture(scope="module")
def warm():
    """Runs a job in one warm process, whichever test asks: they belong to threads."""
    with ThreadPoolExecutor(1) as executor:
        yield lambda job: executor.submit(pool.observe, job, 120.0, True).result()
    pool.close_workers()


def _cells(text, kind="code"):
    return [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == kind]


def _released(text):
    """The cells' sources as students get them (the release itself is tested with nbgrader)."""
    for cell in _cells(text):
        yield stub_of("".join(cell["source"])), cell["metadata"].get("nbgrader", {})


@named
def test_the_same_input_gives_the_same_bytes_of_a_valid_notebook(exercise):
    text = notebook(ROOT, exercise)
    assert text == notebook(ROOT, exercise)
    nbformat.validate(json.loads(text))
    graded = {cell["metadata"]["nbgrader"]["grade_id"] for cell in _cells(text) if _graded(cell)}
    assert graded == {name for name in vars(exercise.checks()) if name.startswith("test_")}
    assert sum(cell["metadata"]["nbgrader"]["points"] for cell in _cells(text) if _graded(cell)) in (10, 20)


def _graded(cell):
    return cell["metadata"].get("nbgrader", {}).get("grade", False)


@named
def test_an_example_comes_with_every_exercise_and_needs_torch_alone(exercise):
    imported = re.findall(r"(?m)^(?:from|import) (\w+)", example_of(exercise))
    assert example_of(exercise)
    assert set(imported) <= {"torch"}


@pytest.mark.skipif(bool(NO_SANDBOX), reason=NO_SANDBOX)
@pytest.mark.slow
@named
def test_solved_it_gets_all_points_and_as_released_none(exercise, warm):
    text = notebook(ROOT, exercise)
    prepared = prepare(exercise, 7)
    for sources, share in (([("".join(cell["source"]), cell) for cell in _cells(text)], 1), (list(_released(text)), 0)):
        kept = [source for source, _ in sources if "nbgrader_plugin.check_cell" not in source]
        cells = [{"cell_type": "code", "metadata": {}, "source": source} for source in kept]
        output = warm(prepared.job(f"{exercise.id}.ipynb", json.dumps({"cells": cells}).encode()))
        assert not isinstance(output, str), output
        observed = prepared.read(output, 120)
        grade = prepared.judge(observed)
        wrong = [(each.check, each.message) for each in grade.verdicts if each.passed != bool(share)]
        assert not wrong
        if share:
            assert observed.note == ""
            assert observed.cells[-1][0], "the example prints something"


def test_ex06_does_not_tell_where_it_lacks_something():
    exercise = catalog.exercise("ex06")
    released = [source for source, marks in _released(notebook(ROOT, exercise)) if marks.get("solution")]
    assert released == [part.source for part in parts_of(stub_text(ROOT, exercise)) if part.name]
    assert not any("NotImplementedError" in source or "SOLUTION" in source for source in released)

"""The notebooks themselves: made the same each time, whole on their own, and telling nothing."""

from __future__ import annotations

import io
import json
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout

import nbformat
import pytest

from grader import catalog
from grader.grading.prepare import prepare
from grader.judging.checks import checks_in
from grader.notebook import SETUP
from grader.notebooks.build import ANSWER_HERE, course_notebook, example_of, learners_notebook
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
    text = course_notebook(ROOT, exercise)
    assert text == course_notebook(ROOT, exercise)
    nbformat.validate(json.loads(text))
    graded = {cell["metadata"]["nbgrader"]["grade_id"] for cell in _cells(text) if _graded(cell)}
    assert graded == {name for name in vars(exercise.checks()) if name.startswith("test_")}
    assert sum(cell["metadata"]["nbgrader"]["points"] for cell in _cells(text) if _graded(cell)) in (10, 20)


def _graded(cell):
    return cell["metadata"].get("nbgrader", {}).get("grade", False)


@named
def test_an_example_comes_with_every_exercise_and_needs_only_torch(exercise):
    imported = re.findall(r"(?m)^(?:from|import) (\w+)", example_of(exercise))
    assert example_of(exercise)
    assert set(imported) <= {"torch"}


@pytest.mark.skipif(bool(NO_SANDBOX), reason=NO_SANDBOX)
@pytest.mark.slow
@named
def test_solved_it_gets_all_points_and_as_released_none(exercise, warm):
    text = course_notebook(ROOT, exercise)
    prepared = prepare(exercise, 7)
    solved = [("".join(cell["source"]), cell["metadata"].get("nbgrader", {})) for cell in _cells(text)]
    for sources, share in ((solved, 1), (list(_released(text)), 0)):
        cells = [{"cell_type": "code", "metadata": {"nbgrader": marks}, "source": source} for source, marks in sources]
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
    released = [source for source, marks in _released(course_notebook(ROOT, exercise)) if marks.get("solution")]
    assert released == [part.source for part in parts_of(stub_text(exercise)) if part.name]
    assert not any("NotImplementedError" in source or "SOLUTION" in source for source in released)


@named
def test_each_check_is_one_line_below_what_it_is_about(exercise):
    """Run from the top, every check has all that it asks for: solved it passes, as a learner gets it none does."""
    for text, share in ((course_notebook(ROOT, exercise), 1), (learners_notebook(ROOT, exercise), 0)):
        namespace, earned = {}, {}
        with redirect_stdout(io.StringIO()):
            for cell in _cells(text):
                source = "".join(cell["source"])
                if _graded(cell):
                    assert source == f'check("{cell["id"].removeprefix("test_")}")'
                    earned[cell["id"]] = eval(source, namespace).points
                elif share or cell["id"] != "example":
                    exec(source, namespace)
        assert earned == {check.name: check.points * share for check in checks_in(exercise.checks())}


@named
def test_a_learners_notebook_holds_its_pictures_and_nothing_of_the_solution(exercise):
    text = learners_notebook(ROOT, exercise)
    nbformat.validate(json.loads(text))
    assert text == learners_notebook(ROOT, exercise)
    assert text.count("](data:image/png;base64,") == len(list(exercise.path(ROOT).parent.glob("*.svg")))
    assert "attachment" not in text and "SOLUTION" not in text
    assert _cells(text)[0]["id"] == "setup"


def test_a_wheel_is_installed_first_where_one_is_named():
    cells = _cells(learners_notebook(ROOT, catalog.exercise("ex01"), "https://example.org/a wheel.whl"))
    assert [cell["id"] for cell in cells[:2]] == list(SETUP)
    assert cells[0]["source"][-1] == "    %pip install --quiet 'https://example.org/a wheel.whl'"


@pytest.mark.parametrize("written", [False, True])
def test_questions_have_a_cell_to_answer_in(written):
    cells = _cells(course_notebook(ROOT, catalog.exercise("ex02"), written), "markdown")
    names = [cell["id"] for cell in cells]
    for question in ("predict-first", "exit-question"):
        answer = cells[names.index(question) + 1]
        assert "".join(answer["source"]) == ANSWER_HERE
        marks = answer["metadata"].get("nbgrader", {})
        assert (marks.get("points"), marks.get("grade"), marks.get("solution"), marks.get("locked")) == (
            (1, True, True, False) if written else (None,) * 4
        )


def test_where_the_kit_is_missing_that_is_said_once_and_no_check_has_points(monkeypatch):
    setup = _cells(course_notebook(ROOT, catalog.exercise("ex01")))[0]
    monkeypatch.setitem(sys.modules, "grader.notebooks.checking", None)
    namespace, said = {}, io.StringIO()
    with redirect_stdout(said):
        exec("".join(setup["source"]), namespace)
        assert [namespace["check"](name) for name in ("one_sample", "any_shape")] == [0, 0]
    assert said.getvalue().count("Not checked: ") == 1
    assert "Install torchkata's wheel" in said.getvalue()

"""Each way in which nbgrader fails open, shut: no kit, no sandbox, a preprocessor that never runs."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.checkout import Checkout
from tests.nbgrader_plugin.kit import NO_SANDBOX, RIGHT, WRONG, Course

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(NO_SANDBOX), reason=NO_SANDBOX)]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    course = Course(tmp_path_factory.mktemp("course") / "closed", "ex01")
    assert course.nbgrader("generate_assignment", "ex01").status == 0
    course.submit("alice", course.answered(RIGHT))
    course.submit("bob", course.answered(WRONG))
    return course


@pytest.fixture
def course(made):
    """Two submissions, not graded yet."""
    gradebook, config = made.root / "gradebook.db", made.root / "nbgrader_config.py"
    kept = gradebook.read_bytes(), config.read_text()
    yield made
    gradebook.write_bytes(kept[0])
    config.write_text(kept[1])
    shutil.rmtree(made.root / "autograded", ignore_errors=True)


def _configure(course, *lines):
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write("\n".join(("", *lines, "")))


def test_a_missing_kit_grades_nobody(course, tmp_path):
    (tmp_path / "grader").mkdir()
    (tmp_path / "grader" / "__init__.py").write_text("raise ModuleNotFoundError(\"No module named 'grader'\")\n")
    ran = course.nbgrader("autograde", "ex01", PYTHONPATH=str(tmp_path))
    assert ran.status != 0
    assert "No module named 'grader'" in ran.text
    assert course.total("alice") is None
    assert course.total("bob") is None


def test_without_a_sandbox_nobody_is_graded_unless_that_is_said_aloud(course, tmp_path):
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\necho 'no user namespaces here' >&2\nexit 1\n")
    broken.chmod(0o755)
    path = os.pathsep.join((str(tmp_path), str(Path(sys.executable).parent), os.environ["PATH"]))
    ran = course._run(sys.executable, "-m", "nbgrader", "autograde", "ex01", cwd=course.root, PATH=path)
    assert ran.status == 1
    assert "the sandbox failed, so nothing was graded" in ran.text
    assert "no user namespaces here" in ran.text
    assert "c.Judge.no_sandbox = True" in ran.text
    assert course.total("alice") is None
    assert not list(course.root.glob("autograded/*/ex01/*.ipynb"))

    _configure(course, "c.Judge.no_sandbox = True")
    ran = course._run(sys.executable, "-m", "nbgrader", "autograde", "ex01", cwd=course.root, PATH=path)
    assert ran.status == 0, ran.text
    assert "c.Judge.no_sandbox: this submission can read and change whatever you can" in ran.text
    assert course.total("alice") == 10
    assert course.total("bob") < 10


def test_a_broken_suite_grades_nobody_and_says_what_to_fix(course, tmp_path):
    checkout = Checkout(tmp_path)
    checkout.append("grader/suites/ex01/checks.py", "\n\ndef test_forgotten(results):\n    results('vectors').get()\n")
    ran = course.nbgrader("autograde", "ex01", PYTHONPATH=str(checkout.root))
    assert ran.status == 1
    assert "grader/suites/ex01/checks.py: test_forgotten is not a check. Decorate it with @check" in ran.text
    assert course.total("alice") is None
    assert course.total("bob") is None


def test_no_execute_does_not_keep_the_judge_from_judging(course):
    ran = course.nbgrader("autograde", "ex01", "--no-execute")
    assert ran.status == 0, ran.text
    assert course.total("alice") == 10
    assert course.total("bob") < 10


def test_with_nbgraders_own_settings_the_cells_check_themselves(course, tmp_path):
    (course.root / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.course_id = "torchkata"\n')
    ran = course.nbgrader("autograde", "ex01")
    assert ran.status == 0, ran.text
    assert course.total("alice") == 10
    assert course.points("bob")["test_batch_size_does_not_count"] == 0
    assert course.points("bob")["test_one_sample"] == 2

    (tmp_path / "grader").mkdir()
    (tmp_path / "grader" / "__init__.py").write_text("raise ModuleNotFoundError(\"No module named 'grader'\")\n")
    ran = course.nbgrader("autograde", "ex01", "--force", PYTHONPATH=str(tmp_path))
    assert course.total("alice") == 0, "nbgrader takes silence for full marks; without the kit a cell is not silent"


def test_an_id_with_markup_comes_into_no_page_of_formgrader(course):
    """formgrader writes ids into its pages as they are."""
    name = "<img src=x onerror=alert(1)>"
    course.submit(name, course.answered(RIGHT))
    try:
        ran = course.nbgrader("autograde", "ex01")
    finally:
        shutil.rmtree(course.root / "submitted" / name)
    assert ran.status == 1
    assert "a student's id cannot hold any of < > \" \\; rename the folder" in ran.text
    assert course.gradebook(lambda book: sorted(student.id for student in book.students)) == ["alice", "bob"]
    assert course.total("alice") == 10
    assert course.total("bob") < 10

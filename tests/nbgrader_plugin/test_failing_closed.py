"""Each way in which nbgrader fails open, shut: no kit, no sandbox, a preprocessor that never runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checkout import Checkout
from tests.nbgrader_plugin.kit import NO_SANDBOX, RIGHT, WRONG, Course
from tests.permissions import require_refusal, without_permissions

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
    kept = {path: path.read_bytes() for path in (made.root / "gradebook.db", *made.root.glob("nbgrader_config.*"))}
    yield made
    for path, content in kept.items():
        path.write_bytes(content)
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


def test_an_error_in_one_configuration_file_grades_nobody(course):
    """nbgrader logs the error and goes on without that file: with the other one, and never unsandboxed."""
    _configure(course, "c.Judge.timeout = = 5")
    ran = course.nbgrader("autograde", "ex01")
    assert ran.status == 1
    assert "SyntaxError" in ran.text
    assert "the course's nbgrader_config.py could not be read (see above)" in ran.text
    assert "ex01: 0 graded; 2 not graded, see above: alice, bob" in ran.text
    assert course.total("alice") is None
    assert not list(course.root.glob("autograded/*/ex01/*.ipynb"))


@pytest.mark.parametrize("settings", ["{", "{}", None])
def test_without_the_settings_of_the_judge_the_command_ends(course, settings):
    path = course.root / "nbgrader_config.json"
    path.unlink() if settings is None else path.write_text(settings)
    ran = course.nbgrader("autograde", "ex01")
    assert ran.status == 1
    assert f"error: {path} is missing or damaged" in ran.text
    assert course.total("alice") is None


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
    """Run by nbgrader's own Execute: right, with a warning on top; wrong; and half-written, which does not compile."""
    (course.root / "nbgrader_config.json").unlink()
    (course.root / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.course_id = "torchkata"\n')
    warns = RIGHT.replace("x):\n", "x):\n    import warnings\n    warnings.warn('!')\n")
    course.submit("alice", course.answered(warns))
    course.submit("cleo", course.answered("def num_flat_features(x:\n    return"))
    try:
        ran = course.nbgrader("autograde", "ex01")
    finally:
        shutil.rmtree(course.root / "submitted" / "cleo")
    assert ran.status == 0, ran.text
    assert list(course.points("cleo").values()) == [0] * 7
    told = course.autograded("cleo")["test_one_sample"]
    assert told.startswith("not passed: num_flat_features counts the features of one sample (0 of 2)\ncalled: ")
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


@pytest.mark.skipif(sys.platform != "linux", reason="capabilities are Linux's")
def test_a_notebook_that_may_not_be_read_is_not_graded(course):
    """Its mode is not the student's fault: no points are written, and the run names the student."""
    closed = course.root / "submitted/bob/ex01/ex01.ipynb"
    mode = closed.stat().st_mode
    closed.chmod(0)
    try:
        require_refusal(closed)
        command = [sys.executable, "-m", "nbgrader", "autograde", "ex01"]
        environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
        ran = subprocess.run(
            command, cwd=course.root, capture_output=True, text=True, env=environment, preexec_fn=without_permissions,
            check=False,
        )  # fmt: skip
    finally:
        closed.chmod(mode)
    said = ran.stdout + ran.stderr
    assert "ex01.ipynb cannot be read: Permission denied. Change its permissions" in said
    assert "ex01: 1 graded; 1 not graded, see above: bob" in said
    assert course.total("alice") == 10
    assert not list(course.root.glob("autograded/bob/**/*.ipynb"))

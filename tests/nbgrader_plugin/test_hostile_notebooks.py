"""Hostile and broken notebooks, graded between honest neighbours by one ``nbgrader autograde``."""

from __future__ import annotations

import os
import sqlite3

import pytest

from tests.hostile.notebooks.attacks import ATTACKS
from tests.nbgrader_plugin.kit import NO_SANDBOX, RIGHT, WRONG, Course, text_of

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(NO_SANDBOX), reason=NO_SANDBOX)]
LINKS = ("linked_file", "linked_folder", "linked_student")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Anna before, Zoe after, and everybody else in between."""
    made = Course(tmp_path_factory.mktemp("course") / "hostile", "ex01")
    with (made.root / "nbgrader_config.py").open("a") as file:
        file.write("\nc.Judge.timeout = 10.0\n")
    assert made.nbgrader("generate_assignment", "ex01").status == 0
    made.submit("anna", made.answered(RIGHT))
    made.submit("bert", made.answered(WRONG))
    first = made.nbgrader("autograde", "ex01")
    assert first.status == 0, first.text
    made.before = _rows(made)
    made.files = _files(made)
    for name, (make, _) in ATTACKS.items():
        made.submit(name, make(made.released()))
    submitted = made.root / "submitted"
    for name in LINKS:
        (submitted / name).mkdir()
    (submitted / "linked_file" / "ex01").mkdir()
    (submitted / "linked_file" / "ex01" / "ex01.ipynb").symlink_to(submitted / "anna" / "ex01" / "ex01.ipynb")
    (submitted / "linked_file" / "ex01" / "notes.txt").symlink_to(made.root / "gradebook.db")
    os.mkfifo(submitted / "linked_file" / "ex01" / "pipe.txt")
    (submitted / "linked_folder" / "ex01").symlink_to(submitted / "anna" / "ex01")
    (submitted / "linked_student").rmdir()
    (submitted / "linked_student").symlink_to(submitted / "anna")
    made.submit("renamed", made.answered(RIGHT), name="num_flat_features (1).ipynb")
    (submitted / "renamed" / "ex01" / "nbgrader_config.py").write_text("raise SystemExit\n")
    made.submit("zoe", made.answered(RIGHT))
    made.ran = made.nbgrader("autograde", "ex01")
    made.feedback_ran = made.nbgrader("generate_feedback", "ex01")
    return made


def _rows(course):
    """All that the gradebook says of the two who were graded before, and of the assignment itself."""
    base = sqlite3.connect(course.root / "gradebook.db")
    try:
        grades = base.execute(
            "select s.student_id, g.* from grade g join submitted_notebook n on g.notebook_id = n.id "
            "join submitted_assignment s on n.assignment_id = s.id where s.student_id in ('anna', 'bert') order by g.id"
        ).fetchall()
        tables = ("source_cell", "base_cell", "grade_cells", "assignment", "notebook")
        return grades, [base.execute(f"select * from {table} order by id").fetchall() for table in tables]
    finally:
        base.close()


def _files(course):
    kept = [path for step in ("submitted", "autograded") for path in course.root.glob(f"{step}/bert/ex01/*")]
    kept += [*course.root.glob("*/anna/ex01/*.ipynb"), *course.root.glob("source/*/*")]
    return {path: path.read_bytes() for path in [*kept, course.root / "nbgrader_config.py"]}


def test_the_command_goes_through(course):
    assert len(ATTACKS) >= 20
    assert course.ran.status == 0, course.ran.text[-4000:]
    assert course.feedback_ran.status == 0, course.feedback_ran.text[-4000:]


@pytest.mark.parametrize("name", ATTACKS)
def test_each_has_the_points_its_work_deserves(course, name):
    assert course.total(name) == ATTACKS[name][1]
    told = course.autograded(name)
    checks = [text for cell, text in told.items() if cell.startswith("test_") and not cell.endswith("_of_mine")]
    assert len(checks) == 7, "every check is there once"
    assert all(text.startswith(("passed: ", "not passed: ")) for text in checks)


@pytest.mark.parametrize("name", LINKS)
def test_links_are_not_followed(course, name):
    assert course.total(name) == 0
    assert "symbolic link" in course.autograded(name)["test_one_sample"]
    assert not list(course.root.glob(f"*ed/{name}/ex01/notes.txt"))
    assert not list(course.root.glob(f"feedback/{name}/ex01/notes.txt"))


def test_a_notebook_under_another_name_is_graded(course):
    assert course.total("renamed") == 10
    assert "was submitted as num_flat_features (1).ipynb" in course.ran.text


def test_honest_neighbours_are_not_harmed(course):
    assert course.total("anna") == 10
    assert 0 < course.total("bert") < 10
    assert course.total("zoe") == 10
    assert _rows(course) == course.before
    assert _files(course) == course.files


def test_nothing_waits_for_a_hand_that_the_judge_has_graded(course):
    def waiting(gradebook):
        submissions = gradebook.find_assignment("ex01").submissions
        return [each.student.id for each in submissions if each.needs_manual_grade]

    assert course.gradebook(waiting) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("broken_json", "it is not a notebook. Open it in Jupyter, save it again, and hand that in."),
        ("asks_for_input", "input()"),
        ("runs_for_ever", "computed for 10 seconds"),
        ("leaves_early", "os._exit"),
        ("another_language", "nothing called num_flat_features is there"),
    ],
)
def test_learners_hear_why(course, name, words):
    assert words in course.autograded(name)["test_one_sample"]
    assert words in text_of(course.feedback(name)).replace("&#39;", "'")


def test_learners_markup_is_inert_in_feedback(course):
    page = course.feedback("markup_that_does_things")
    assert "owned" in page, "what was written is still there to be read"
    for live in ("<script>document.title", "<img src=x", "<iframe", 'href="javascript:', 'onload="', "<math"):
        assert live not in page


@pytest.mark.parametrize("name", ["prints_in_every_cell", "raises_a_long_key", "writes_long_cells"])
def test_feedback_has_a_bounded_length(course, name):
    assert len(course.feedback(name)) < 2 * 2**20
    assert "characters left out" in course.feedback(name)


def test_configurations_are_taken_out_of_submissions(course):
    assert "nbgrader_config.py would configure Jupyter or nbgrader, which runs it: it was taken out" in course.ran.text
    assert not list(course.root.glob("*ed/renamed/ex01/nbgrader_config.py"))

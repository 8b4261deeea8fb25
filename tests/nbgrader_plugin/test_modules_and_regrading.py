"""Modules in a course, grading again, and grades for learning platforms."""

from __future__ import annotations

import csv
import shutil

import pytest

from tests.nbgrader_plugin.kit import NO_SANDBOX, RIGHT, WRONG, Course

PENALTY = """
from nbgrader.plugins import BasePlugin

class TwoPoints(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 2
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course whose students hand in modules, graded; Bob is late, and somebody gave Cleo a point by hand."""
    base = tmp_path_factory.mktemp("course")
    made = Course(base / "modules", "ex01")
    with (made.root / "nbgrader_config.py").open("a") as file:
        file.write('\nc.AssignLatePenalties.plugin_class = "penalty.TwoPoints"\n')
    (made.root / "penalty.py").write_text(PENALTY)
    assert made.nbgrader("generate_assignment", "ex01").status == 0
    made.gradebook(lambda book: book.update_or_create_assignment("ex01", duedate="2026-03-01 00:00:00 UTC"))
    students = {"007": RIGHT, "bob": RIGHT, "cleo": WRONG, "dora": "def num_flat_features(x:\n", "=eve": RIGHT}
    for student, code in students.items():
        folder = base / "handed_in" / student / "ex01"
        folder.mkdir(parents=True)
        (folder / "num_flat_features.py").write_text(code)
    (base / "handed_in" / "emil" / "ex01").mkdir(parents=True)
    (base / "handed_in" / "emil" / "ex01" / "num_flat_features.py").write_bytes(b"# caf\xe9\n" + RIGHT.encode())
    made.collected = made.kata("collect", str(base / "handed_in"), "--course", str(made.root))
    (made.root / "submitted" / "bob" / "ex01" / "timestamp.txt").write_text("2026-03-02 00:00:00 UTC")
    assert made.collected.status == 0, made.collected.text
    ran = made.nbgrader("autograde", "ex01")
    assert ran.status == 0, ran.text
    made.ran = ran

    def by_hand(book):
        book.find_grade("test_any_shape", "ex01", "ex01", "cleo").manual_score = 1
        book.db.commit()

    made.gradebook(by_hand)
    return made


pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(NO_SANDBOX), reason=NO_SANDBOX)]


def test_modules_are_graded_as_notebooks(course):
    assert "collected: 007 ex01" in course.collected.text
    assert course.total("007") == course.total("bob") == 10
    assert "bob: 8 of 10 (2 taken off for being late)" in course.ran.text
    assert 0 < course.total("cleo") < 10
    assert course.total("dora") == course.total("emil") == 0
    assert "SyntaxError" in course.autograded("dora")["test_one_sample"]
    assert "not saved as UTF-8" in course.autograded("emil")["test_one_sample"]


def test_collecting_again_leaves_what_differs_alone(course):
    path = course.submit("007", course.answered(WRONG))
    again = course.kata("collect", str(course.root.parent / "handed_in"), "--course", str(course.root))
    assert "left alone (another submission exists; --force replaces it): 007 ex01" in again.text
    forced = course.kata("collect", str(course.root.parent / "handed_in"), "--course", str(course.root), "--force")
    assert "collected: 007 ex01" in forced.text
    assert "math.prod(x.shape[1:])" in path.read_text()
    (path.parent / "timestamp.txt").unlink()


def test_regrading_shows_what_changes_and_writes_when_told(course):
    def lose_points(book):
        for student, check in (("007", "test_one_sample"), ("bob", "test_any_shape")):
            book.find_grade(check, "ex01", "ex01", student).auto_score = 0
        book.db.commit()

    course.gradebook(lose_points)  # as if the checks had been stricter then
    shown = course.kata("regrade", "ex01", "--course", str(course.root))
    assert shown.status == 0, shown.text
    flat = " ".join(shown.text.split())
    assert "007 test_one_sample 0 2" in flat
    assert "bob test_any_shape 0 2 bob in all (late: -2) 6 8" in flat
    assert "6 submissions: 2 would change, 4 stay as they are." in flat
    assert "kept: cleo, test_any_shape: 1 given by hand stays" in flat
    assert "Nothing was written." in flat
    assert course.total("bob") == 8
    written = course.kata("regrade", "ex01", "--course", str(course.root), "--write")
    assert "Written." in written.text
    assert course.total("bob") == 10


def test_regrading_refuses_checks_that_the_gradebook_does_not_know(course, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(course.root, copy)

    def rename(book):
        book.find_grade_cell("test_one_sample", "ex01", "ex01").name = "test_one_thing"
        book.db.commit()

    other = Course.__new__(Course)
    other.root = copy
    other.gradebook(rename)
    told = other.kata("regrade", "ex01", "--course", str(copy))
    assert told.status == 2
    assert "new: test_one_sample; gone: test_one_thing" in told.text


@pytest.mark.parametrize("platform", ["moodle", "canvas"])
def test_grades_are_exported_with_ids_as_text(course, platform):
    told = course.kata("export", "--course", str(course.root), "--for", platform)
    assert told.status == 0, told.text
    assert "not final: ex01: 1 wait" in told.text
    raw = (course.root / f"grades-{platform}.csv").read_text(encoding="utf-8")
    assert '"007"' in raw and '"\'=eve"' in raw, "an id is text, and no formula"
    rows = list(csv.reader(raw.splitlines()))
    assert rows[0][-1] == "ex01"
    scores = {row[2 if platform == "canvas" else 0]: row[-1] for row in rows[1:]}
    assert scores["bob"] == "8", "two of ten for being late"
    if platform == "canvas":
        assert rows[1] == ["    Points Possible", "", "", "", "", "10"]

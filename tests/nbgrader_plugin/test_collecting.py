"""Submissions into a course: everybody is taken in or named, and the newest attempt wins."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from grader import catalog
from grader.grading.class_folder import find
from grader.nbgrader_plugin.collecting import Collection, into_submitted
from grader.nbgrader_plugin.roster import Roster, RosterStudent
from grader.notebooks.course_folder import write_course
from tests.nbgrader_plugin.kit import RIGHT, ROOT, WRONG

EX01 = catalog.exercise("ex01")
MODULE = EX01.filename


@pytest.fixture
def course(tmp_path):
    list(write_course(ROOT, tmp_path / "course", [EX01]))
    return tmp_path / "course"


def collect(course, classes, roster: Roster | None = None, force: bool = False) -> dict[str, tuple[str, str, str]]:
    """Student: (id, outcome, note), as kata collect has them."""

    def wins(modified, there):
        return force or modified > there.stat().st_mtime + 1

    collection = Collection(course, Roster() if roster is None else roster, into_submitted(course), wins)
    collected = collection.collect(find(classes, [EX01], [], every=True))
    return {each.student: (each.id, each.outcome, each.note) for each in collected}


def submit(classes, student: str, code: str, time: float = 0, name: str = MODULE) -> None:
    path = classes / student / "ex01" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(code, encoding="utf-8")
    if time:
        os.utime(path, (time, time))


def notebook(course, student: str) -> dict:
    return json.loads((course / "submitted" / student / "ex01" / "ex01.ipynb").read_text(encoding="utf-8"))


@pytest.mark.parametrize("function", ["shutil.rmtree", "os.utime", "os.replace"])
def test_ctrl_c_leaves_one_attempt_or_the_other_and_the_next_run_takes_the_newer(
    course, tmp_path, monkeypatch, function
):
    """Whatever is done to the files when it comes, the new attempt is graded in the end."""
    classes = tmp_path / "class"
    submit(classes, "ada", WRONG, 1_000_000)
    collect(course, classes)
    earlier = notebook(course, "ada")
    for step in ("autograded", "feedback"):
        (course / step / "ada" / "ex01").mkdir(parents=True)
    submit(classes, "ada", RIGHT, 2_000_000)
    interrupted = 0
    for count in range(1, 10):
        calls = iter(range(1, 100))
        module, name = function.split(".")
        real = getattr(sys.modules[module], name)

        def stop(*arguments, calls=calls, count=count, real=real, **options):
            if Path(arguments[0]).stem == "ex01" and next(calls) == count:
                raise KeyboardInterrupt
            return real(*arguments, **options)

        with monkeypatch.context() as patched:
            patched.setattr(function, stop)
            try:
                outcome = collect(course, classes)["ada"][1]
                break
            except KeyboardInterrupt:
                interrupted += 1
        there = course / "submitted" / "ada" / "ex01"
        if there.exists():
            assert notebook(course, "ada") == earlier or not (course / "autograded" / "ada" / "ex01").exists()
    assert interrupted
    assert outcome in ("replaced", "collected", "unchanged")
    assert notebook(course, "ada") != earlier
    assert not (course / "autograded" / "ada" / "ex01").exists(), "nbgrader would not look at the new attempt"
    assert [path.name for path in (course / "submitted" / "ada").iterdir()] == ["ex01"], "nothing unfinished is left"


def test_the_newest_attempt_wins_whenever_it_is_collected(course, tmp_path):
    classes = tmp_path / "class"
    submit(classes, "ada", WRONG, 1_000_000)
    assert collect(course, classes)["ada"] == ("ada", "collected", "")
    for step in ("autograded", "feedback"):
        (course / step / "ada" / "ex01").mkdir(parents=True)
    assert collect(course, classes)["ada"] == ("ada", "unchanged", "")
    assert (course / "autograded" / "ada" / "ex01").exists()
    submit(classes, "ada", RIGHT, 2_000_000)
    assert collect(course, classes)["ada"] == ("ada", "replaced", "graded again by nbgrader autograde ex01")
    assert not (course / "autograded" / "ada" / "ex01").exists(), "nbgrader would not look at the new attempt"
    submit(classes, "ada", WRONG, 1_500_000)
    assert collect(course, classes)["ada"][1] == "left alone"
    assert "x.shape[1:]" in json.dumps(notebook(course, "ada"))
    assert collect(course, classes, force=True)["ada"][1] == "replaced"


def test_work_that_cannot_be_taken_in_is_there_with_the_reason_until_it_comes(course, tmp_path):
    classes = tmp_path / "class"
    submit(classes, "ada", RIGHT)
    submit(classes, "bob", "my essay", name="essay.txt")
    (classes / "cyd").mkdir()
    (classes / "dan").mkdir()
    (classes / "dan" / "ex01").symlink_to(classes / "ada" / "ex01")
    found = collect(course, classes)
    assert found["ada"][1] == "collected"
    reasons = {
        "bob": "no file of ex01 was recognised: there is ex01/essay.txt",
        "cyd": "no file of ex01 was recognised: the folder is empty",
        "dan": "ex01 is a symbolic link; those are not followed",
    }
    for student, reason in reasons.items():
        assert found[student] == (student, "not taken in", reason)
        assert reason in json.dumps(notebook(course, student))
    assert collect(course, classes)["bob"] == ("bob", "not taken in", reasons["bob"])
    submit(classes, "bob", RIGHT, 1_000)
    assert collect(course, classes)["bob"][1] == "collected", "older than the note that says why there was nothing"
    (classes / "bob" / "ex01" / MODULE).unlink()
    assert collect(course, classes)["bob"][2] == f"{reasons['bob']}; an earlier attempt stays"
    assert "x.shape[1:]" in json.dumps(notebook(course, "bob"))


def test_ids_are_the_roster_s_and_ones_that_nbgrader_can_work_with(course, tmp_path):
    classes = tmp_path / "class"
    roster = Roster([RosterStudent("al", "Ada", "Lovelace"), RosterStudent("bh", "Bob", "Hopper")])
    names = [
        "Ada Lovelace_11_assignsubmission_file_",
        "Bob Hopper_12_assignsubmission_file_",
        "Bob Hopper_13_assignsubmission_file_",
        "[y]",
        "(y)",
        "a<b>*",
    ]
    for name in names:
        submit(classes, name, RIGHT)
    found = collect(course, classes, roster)
    assert {student: id_ for student, (id_, _, _) in found.items()} == {
        "Ada Lovelace": "al",
        "Bob Hopper_12": "Bob Hopper_12",
        "Bob Hopper_13": "Bob Hopper_13",
        "[y]": "(y)-2",
        "(y)": "(y)",
        "a<b>*": "a-b--",
    }
    assert found["Bob Hopper_12"][2] == "2 submissions are named for bh"
    assert found["(y)"][2] == "not in the roster"
    assert {path.parent.parent.name for path in course.glob("submitted/*/ex01/ex01.ipynb")} == {
        id_ for id_, _, _ in found.values()
    }

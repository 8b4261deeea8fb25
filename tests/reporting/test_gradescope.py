"""Results in Gradescope's format: points, mistakes and visibility, and no score where the grader failed."""

from __future__ import annotations

import json
from dataclasses import replace

from grader.records import NamedMistake
from grader.reporting.gradescope import NOT_GRADED, Visibility, write_gradescope, write_results
from tests.results import FAILED, faulty, graded

SUMS = NamedMistake("sums", "Sizes added", "It returns 16 + 6 + 6.")


def read(path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def test_each_student_gets_a_file_with_a_test_per_check(tmp_path):
    write_gradescope(tmp_path, [graded("ada"), graded("ada", "ex02", "a note"), graded("bob")])
    ada, bob = (read(tmp_path / name / "results.json") for name in ("ada", "bob"))
    assert (ada["score"], bob["score"], ada["execution_time"]) == (12, 6, 1.0)
    assert ada["output"] == "ex02: graded: a note"
    assert [
        (test["name"], test["number"], test["score"], test["max_score"], test["status"]) for test in ada["tests"]
    ] == [
        ("ex01: a is right", "ex01.1", 6, 6, "passed"),
        ("ex01: b is right", "ex01.2", 0, 4, "failed"),
        ("ex02: a is right", "ex02.1", 6, 6, "passed"),
        ("ex02: b is right", "ex02.2", 0, 4, "failed"),
    ]


def test_a_failed_check_says_the_known_mistake_first(tmp_path):
    write_results(tmp_path / "results.json", [replace(graded("ada"), mistakes=(SUMS,))], Visibility.AFTER_PUBLISHED)
    passed, failed = read(tmp_path / "results.json")["tests"]
    assert passed["output"] == ""
    assert failed["output"] == f"likely: Sizes added. It returns 16 + 6 + 6.\n{FAILED.message}"
    assert {test["visibility"] for test in (passed, failed)} == {"after_published"}


def test_where_the_grader_failed_once_nothing_has_a_score_and_the_output_says_why(tmp_path):
    write_results(tmp_path / "results.json", [graded("bob"), faulty("bob", "ex02")])
    whole = read(tmp_path / "results.json")
    assert "score" not in whole
    assert not [test for test in whole["tests"] if "score" in test]
    assert whole["output"] == f"{NOT_GRADED}\nex02: grader fault: the sandbox failed"
    assert [(test["number"], test.get("status")) for test in whole["tests"]] == [
        ("ex01.1", "passed"),
        ("ex01.2", "failed"),
        ("ex02.1", None),
    ]

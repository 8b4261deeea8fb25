"""Records: what follows from their parts, and their JSON form there and back."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from grader.records import CheckResult, Grade, RunInfo, SubmissionResult, Verdict, as_text

FAILED = Verdict("test_a", "a is right", "failed", 3, (("called", "a(x)"), ("", "  ^"), ("why", "two\nlines")))
RESULT = SubmissionResult(
    "ada", "ex01", "graded", 2, 5, 0.25, "a note", "abc",
    (CheckResult("test_a", "a", True, 2, 2, "", ()), CheckResult("test_b", "b", False, 0, 3, "no", ("adds_up",))),
)  # fmt: skip


@pytest.mark.parametrize("outcome", ["passed", "failed", "waits", "not started", "fault"])
def test_a_check_gives_all_of_its_points_or_none(outcome):
    verdict = replace(FAILED, outcome=outcome)
    assert (verdict.passed, verdict.points) == ((True, 3) if outcome == "passed" else (False, 0))


def test_a_grade_is_the_sum_and_no_verdicts_are_no_pass():
    passed = replace(FAILED, outcome="passed")
    assert (Grade("ex01", [FAILED, passed]).points, Grade("ex01", [FAILED, passed]).max_points) == (3, 6)
    assert Grade("ex01", [passed]).passed
    assert not Grade("ex01", [passed, FAILED]).passed
    assert not Grade("ex01").passed


def test_rows_as_text():
    assert FAILED.message == "called: a(x)\n  ^\nwhy: two\nlines"
    assert as_text(()) == ""


@pytest.mark.parametrize("record", [FAILED, RESULT, RunInfo(3, {"kit": "1"})], ids=lambda record: type(record).__name__)
def test_what_is_written_as_json_comes_back_equal(record):
    assert type(record).from_json(json.loads(json.dumps(record.to_json()))) == record


@pytest.mark.parametrize("part", ["student", "checks"])
def test_an_entry_that_lacks_a_part_or_has_another_is_refused(part):
    entry = RESULT.to_json()
    with pytest.raises(TypeError):
        SubmissionResult.from_json({**entry, "other": 1})
    del entry[part]
    with pytest.raises((KeyError, TypeError)):
        SubmissionResult.from_json(entry)

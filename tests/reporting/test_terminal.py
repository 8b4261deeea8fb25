"""A grade as lines on a terminal: ASCII, no wider than it, and no value cut."""

from __future__ import annotations

import pytest

from grader.records import Grade, Verdict
from grader.reporting.terminal import Heading, ProgressRow, block, progress, render

HEADING = Heading("ex01", "Count the flat features", "exercises/ex01/num_flat_features.py, saved 10:00:00")
PASSED = Verdict("test_a", "num_flat_features counts", "passed", 2)
FAILED = Verdict(
    "test_b", "num_flat_features works for any number of dimensions, however many there are", "failed", 4,
    (("called", "f(x), x of shape (1, 16, 6, 6)"), ("your code", "line 3, in f:  return " + "x" * 90),
     ("expected", "123456789012345678901234567890 " * 4), ("why", "one sample has 16 * 6 * 6 features")),
)  # fmt: skip
WAITS = Verdict("test_c", "c is right", "waits", 3, (("", f"waits for: {FAILED.title}"),))
FAULT = Verdict("test_d", "d is right", "fault", 1, (("fault", "not your mistake"),))
GRADE = Grade("ex01", [PASSED, FAILED, WAITS, FAULT])


def shown(grade: Grade, width: int = 80, colour: bool = False, closing=()) -> str:
    return render(block(HEADING, grade, width, closing), width, colour)


def test_each_check_has_its_mark_points_and_what_failed_its_rows():
    lines = shown(GRADE, closing=["Next: a hint"]).splitlines()
    assert lines[1].split("  ")[0] == "ex01" and lines[1].endswith("2 of 10 points")
    marks = [line[1:3] for line in lines if line[1:3] in ("ok", "--", "..", "!!")]
    assert marks == ["ok", "--", "..", "!!", ".."]
    text = "\n".join(lines)
    assert " ..  waits for a check above it" in text
    assert text.count("waits for: ") == 0, "the check it waits for is shown right above"
    assert "why        one sample has 16 * 6 * 6 features" in text
    assert "not your mistake" in text
    assert lines[-1] == "Next: a hint"


def test_what_a_check_waits_for_is_named_where_it_is_not_shown():
    assert f"waits for: {FAILED.title}" in " ".join(shown(Grade("ex01", [WAITS])).split())


def test_a_problem_replaces_the_checks():
    grade = Grade("ex01", [FAILED], (("syntax", "line 1: expected ':'"), ("", "def f(x)"), ("", "        ^")))
    text = shown(grade)
    assert "def f(x)\n                 ^\n" in text
    assert FAILED.title[:20] not in text


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_lines_keep_to_the_width_and_values_are_never_cut(width):
    text = shown(GRADE, width)
    assert text.isascii()
    whole = [line for line in text.splitlines() if "xxx" not in line]
    assert max(len(line) for line in whole) <= max(width, 58)
    assert text.count("123456789012345678901234567890") == 4
    assert "x" * 90 in text, "code is never wrapped"


def test_colour_only_where_it_is_asked_for():
    assert "\x1b[" in shown(GRADE, colour=True)
    assert "\x1b[" not in shown(GRADE)


def test_the_table_of_progress():
    rows = [ProgressRow("ex01", "Count", 10, 10, "done"), ProgressRow("ex02", "A longer title", 5, 20, "")]
    text = render(progress(rows, 80), 80, False)
    assert " ex01  Count           ####################  10 of 10  done\n" in text
    assert " ex02  A longer title  #####---------------   5 of 20" in text
    assert "15 of 30 points, 1 of 2 exercises finished" in text
    narrow = render(progress(rows, 40), 40, False)
    assert "#----" in narrow

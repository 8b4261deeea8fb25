"""A grade as lines on a terminal: ASCII, no wider than it, and no value cut."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.records import Grade, NamedMistake, Verdict
from grader.reporting.terminal import APART, Heading, ProgressRow, block, progress, render

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
    assert (
        text.index(" ..  waits for a") < text.index("To fix: num_flat_features works for any") < text.index("called ")
    )
    assert text.count("waits for: ") == 0, "the check it waits for is shown right above"
    assert "why        one sample has 16 * 6 * 6 features" in text
    assert "not your mistake" in text
    assert lines[-1] == "Next: a hint"


IN_F = (("called", "f(x)"), ("your code", "line 3, in f:  x.size(2)"), ("raised", "IndexError: [0, 1]"))
IN_F_TOO = (("called", "f(y)"), ("your code", "line 3, in f:  x.size(2)"), ("raised", "IndexError: [-1, 2]"))
FIRST = Verdict("test_1", "one is right", "failed", 1, IN_F)
SAME = Verdict("test_2", "two is right", "failed", 1, IN_F_TOO)
OTHER = Verdict("test_3", "three is right", "failed", 1, (("called", "f(z)"), ("returned", "3"), ("why", "it is 4")))
UNWRITTEN = Verdict("test_4", "four is right", "failed", 1, (("called", "g(z)"), ("not written", "g, line 9: write g")))
FURTHER = Verdict("test_5", "five is right", "failed", 1, (("called", "h(z)"), ("not written", "h, line 12: return 1")))


def test_one_problem_is_shown_and_the_others_take_a_line_each():
    grade = Grade("ex01", [PASSED, FURTHER, FIRST, SAME, OTHER, UNWRITTEN])
    text = shown(grade)
    marks = [line[1:3] for line in text.splitlines() if line[1:3] in ("ok", "--", "..")]
    assert marks == ["ok", "..", "--", "--", "--", "..", ".."]
    assert " ..  not written yet\n" in text
    assert "To fix first: one is right\n        called     f(x)\n" in text
    assert "f(y)" not in text and "f(z)" not in text and "g(z)" not in text
    rest = text[text.index("1 more check") :]
    assert rest.split("\n") == [
        "1 more check fails for the same reason.",
        "1 other check fails too.",
        "Not written yet: g (line 9), h (line 12).",
        "",
        "",
    ]
    full = render(block(HEADING, grade, 80, in_full=True), 80, False)
    assert full.count("To fix: ") == 3 and "f(y)" in full and "f(z)" in full and "more check" not in full


def test_where_nothing_that_is_written_fails_the_next_part_to_write_is_named():
    text = shown(Grade("ex01", [UNWRITTEN, PASSED, FURTHER]))
    assert "To write next, instead of the raise in line 9 (g): write g\nNot written yet: h (line 12).\n" in text
    assert "To fix" not in text and " -- " not in text


def test_a_named_mistake_comes_first_and_replaces_the_checks_own_reason():
    mistakes = (NamedMistake("sums", "Sizes added", "The function adds."), NamedMistake("other", "Another", "It does."))
    three, one = replace(OTHER, mistakes=("sums",)), replace(FIRST, mistakes=("other",))
    grade = Grade("ex01", [one, three, replace(SAME, mistakes=("sums", "other"))], mistakes=mistakes)
    text = shown(grade)
    problem = text[text.index("To fix first:") :].splitlines()
    assert problem[:3] == ["To fix first: three is right", "        Sizes added. The function adds.", ""]
    assert problem[3:5] == ["        called    f(z)", "        returned  3"]
    assert "it is 4" not in text and "Another" not in text
    assert "1 more check fails for the same reason." in text and "1 other check fails too." in text


def test_what_was_printed_is_shown_with_its_check():
    printed = {"test_a": "".join(f"line {number}\n" for number in range(6)), "test_1": "first"}
    text = render(block(HEADING, Grade("ex01", [PASSED, FIRST]), 80, printed=printed), 80, False)
    assert "        printed  (2 lines before these)\n                 line 2\n" in text
    assert text.count("line 5\n --  one is right") == 1
    assert "first\n" not in text, "a check that is shown with its rows has its own row for it"


def test_long_hints_and_headings_break_where_it_reads_well():
    heading = replace(HEADING, file=f"{'x' * 50}.py, saved 10:00:00{APART}Python 3.14.0")
    text = render(block(heading, GRADE, 80, [f"  1. {'word ' * 20}"]), 80, False)
    assert "saved 10:00:00\n      Python 3.14.0\n" in text
    assert "\n     word" in text


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

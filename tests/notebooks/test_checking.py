"""What a check cell displays: the points, and the same verdict in the same words as in pytest."""

from __future__ import annotations

import linecache
import re

import pytest

from grader import catalog
from grader.authoring.grade_source import grade_source
from grader.judging.case_result import NOTICED
from grader.judging.checks import checks_in
from grader.mistakes import known_mistakes
from grader.notebooks.checking import Checker
from grader.records import NamedMistake, Verdict
from grader.reporting.check_output import as_html, as_words
from grader.reporting.problems import evidence
from tests.nbgrader_plugin.kit import ROOT

FAILED = Verdict("test_a", "a < b", "failed", 2, (("returned", "<b>1</b>"), ("", "\x1b[2J")), ("swaps",))
SWAPS = NamedMistake("swaps", "The two swapped", "b comes first.")
OTHER = NamedMistake("other", "Something else", "It explains another check.")


@pytest.mark.parametrize("name", ["ex02", "ex04"])
def test_a_notebook_says_what_pytest_says(name, capsys):
    exercise = catalog.exercise(name)
    for mistake in list(known_mistakes(ROOT, exercise).values())[:6]:
        source, file = mistake.modules[0], f"{mistake.id}.py"
        namespace = {"__name__": "notebook", "__file__": file}
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        exec(compile(source, file, "exec"), namespace)
        check = Checker(name, namespace)
        capsys.readouterr()
        for verdict in grade_source(exercise, source).verdicts:
            assert repr(check(verdict.check.removeprefix("test_"))) == str(verdict.points)
            told = capsys.readouterr()
            assert told.err == ""
            head = f"{'passed' if verdict.passed else 'not passed'}: {verdict.title} "
            assert told.out.startswith(f"{head}({verdict.points} of {verdict.max_points})\n")
            shown = [] if verdict.passed else evidence(verdict, "\nlikely: " in told.out)
            assert all(f"{label}: {text}".removeprefix(": ") in told.out for label, text in shown if label != NOTICED)


def test_a_change_of_the_code_counts_at_once(capsys):
    namespace = {"num_flat_features": lambda x: 0}
    check = Checker("ex01", namespace)
    assert check("one_sample").points == 0
    namespace["num_flat_features"] = lambda x: x[0].numel()
    assert check("one_sample").points == 2


def test_a_check_that_this_version_lacks_has_no_points_and_a_reason(capsys):
    assert repr(Checker("ex01", {})("of_next_year")) == "0"
    assert "has no check called of_next_year: install the version of your course" in capsys.readouterr().out


@pytest.mark.parametrize("exercise", catalog.exercises().values(), ids=lambda exercise: exercise.id)
def test_every_check_can_be_named_without_its_prefix(exercise):
    assert all(check.name.startswith("test_") for check in checks_in(exercise.checks()))


def test_html_escapes_all_and_folds_the_hints():
    html = as_html(FAILED, ["Look <here>.", "Look at `a < b`."], [SWAPS, OTHER])
    assert "a &lt; b" in html and "&lt;b&gt;1&lt;/b&gt;" in html and "&lt;here&gt;" in html
    assert "\x1b" not in html and "(0 of 2 points)" in html
    assert html.index("The two swapped. b comes first.") < html.index("returned")
    assert "Something else" not in html
    assert "Look at <code>a &lt; b</code>." in html
    assert html.index("Hint 1 of 2") < html.index("Hint 2 of 2")
    passed = as_html(Verdict("test_a", "It works", "passed", 1), ["Unused."])
    assert "✓ passed" in passed and "(1 of 1 point)" in passed and "Unused" not in passed


def test_words_have_a_note_and_one_hint():
    words = as_words(FAILED, 0, 2, ["First.", "Second."], [SWAPS], note="code cell 2 raised it")
    assert words.splitlines() == [
        "not passed: a < b (0 of 2)",
        "likely: The two swapped. b comes first.",
        "returned: <b>1</b>",
        "\\x1b[2J",
        "note: code cell 2 raised it",
        "hint: First.",
    ]


def test_a_row_without_a_label_goes_on_with_the_one_above_it():
    rows = (("your code", "return f(x"), ("", "        ^"), ("no end", "it computed"), ("", "It ends here."))
    html = as_html(Verdict("test_a", "It works", "failed", 1, rows))
    styles = {text: style for style, text in re.findall(r'<div style="([^"]*)">([^<]*)</div>', html)}
    assert ["monospace" in styles[text] for _, text in rows] == [True, True, False, False]

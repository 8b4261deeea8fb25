"""One submission's results: each case is observed once, each check is judged once."""

from __future__ import annotations

from collections import Counter

import pytest

from grader.errors import SuiteError
from grader.judging.checks import CheckFailedError, check, check_of
from grader.judging.judge import judge
from grader.observing.cases import Case
from grader.observing.observe import Observation
from tests.judging.kit import CASES, suite_of

judged: Counter[str] = Counter()


def half(arguments):
    judged["half"] += 1
    return arguments["x"] / 2


@check("it halves", points=4)
def test_first(results):
    judged["first"] += 1
    result = results("a batch")
    result.expect("returned", result.get(), result.replay(half))


@check("it says so", points=3, after=test_first)
def test_second(results):
    judged["second"] += 1
    results("a batch").get()
    results("an empty batch").get()


@check("it says so again", points=3, after=[test_first, test_second])
def test_third(results):
    judged["third"] += 1
    results.run(check_of(test_second))
    assert results.passes(test_first)


@check("it cannot run", points=10)
def test_faulty(results):
    results("a bath")


# Checks of the suite that is judged below, not tests of this file.
for function in (test_first, test_second, test_third, test_faulty):
    function.__test__ = False
RIGHT = {name: Observation("returned", case.arguments["x"] / 2) for name, case in CASES.items()}
WRONG = {name: Observation("returned", case.arguments["x"]) for name, case in CASES.items()}


@pytest.fixture(autouse=True)
def _count():
    judged.clear()


def test_each_prerequisite_is_judged_once_per_submission():
    suite = suite_of(test_third, test_second, test_first)
    grade = judge(suite, RIGHT)
    assert (grade.points, grade.passed) == (10, True)
    assert judged == {"first": 1, "second": 1, "third": 1, "half": 1}
    judge(suite, RIGHT)
    assert judged == {"first": 2, "second": 2, "third": 2, "half": 1}, "the expected value is kept for the run"


def test_a_check_waits_for_what_failed_and_is_not_run():
    grade = judge(suite_of(test_first, test_second, test_third), WRONG)
    assert [verdict.outcome for verdict in grade.verdicts] == ["failed", "waits", "waits"]
    assert grade.verdicts[2].message == "waits for: it halves"
    assert judged == {"first": 1, "half": 1}


def test_each_case_is_observed_when_it_is_first_asked_for_and_once():
    observed: list[str] = []

    def look_up(case: Case) -> Observation:
        observed.append(case.name)
        return RIGHT[case.name]

    suite = suite_of(test_first, test_second, test_third)
    results = suite.results(look_up)
    assert observed == []
    assert results.verdict(suite.checks[0]).passed
    assert observed == ["a batch"]
    for known in suite.checks:
        assert results.verdict(known).passed
    assert observed == ["a batch", "an empty batch"]


def test_a_case_that_was_not_observed_fails_only_its_own_checks():
    grade = judge(suite_of(test_first, test_second), {"a batch": RIGHT["a batch"]})
    assert [verdict.outcome for verdict in grade.verdicts] == ["passed", "failed"]
    assert "the code ended before this was run" in grade.verdicts[1].message


def test_a_bug_of_the_suite_is_a_fault_and_never_the_learners():
    grade = judge(suite_of(test_faulty), RIGHT)
    (verdict,) = grade.verdicts
    assert (verdict.outcome, verdict.points) == ("fault", 0)
    assert "there is no case called 'a bath'; the nearest one is 'a batch'" in verdict.message
    assert "This is not your mistake." in verdict.message
    with pytest.raises(SuiteError):
        suite_of(test_faulty).results(lambda case: RIGHT[case.name]).run(check_of(test_faulty))


def test_outside_of_a_grade_a_check_raises_as_pytest_wants_it():
    results = suite_of(test_first).results(lambda case: WRONG[case.name])
    with pytest.raises(CheckFailedError, match="called: halve"):
        test_first(results)

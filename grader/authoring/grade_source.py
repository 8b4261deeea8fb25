"""Grading a module in this process: for code that its reader wrote or trusts, such as solutions and known mistakes."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from grader.catalog import Exercise
from grader.grading.trusted import TrustedModule
from grader.judging.judge import judge
from grader.judging.suite import Suite, load_suite
from grader.observing.observe import Observation
from grader.records import Grade, Verdict

_loaded = cache(load_suite)


def suite_of(exercise: Exercise, seed: int = 0) -> Suite:
    """One suite per exercise and draw, so that what its checks recompute is kept.

    Raises:
        SuiteError: as `load_suite`.
    """
    return _loaded(exercise, seed)


def observe_source(exercise: Exercise, source: str, seed: int = 0) -> dict[str, Observation]:
    """Every case of the exercise under a draw, observed on a module with this source. Raises as `observe_cases`."""
    return observe_cases(suite_of(exercise, seed), source)


def observe_cases(suite: Suite, source: str) -> dict[str, Observation]:
    """Every case of the suite, observed on a module with this source.

    Raises:
        UnreadableError: the source is not Python.
        CheckFailedError: importing it did not succeed.
    """
    module = TrustedModule(suite, source)
    return {name: module.observe(case) for name, case in suite.cases.items()}


def verdicts_of_checks(exercise: Exercise, source: str, names: Collection[str]) -> list[Verdict]:
    """The verdicts of some checks on a module with this source: only the cases that they ask for are observed.

    Raises as `observe_source`.
    """
    suite = suite_of(exercise)
    results = suite.results(TrustedModule(suite, source).observe)
    return [results.verdict(check) for check in suite.checks if check.name in names]


def grade_source(exercise: Exercise, source: str, seed: int = 0) -> Grade:
    """The grade of a module with this source. Raises as `observe_source`."""
    return judge(suite_of(exercise, seed), observe_source(exercise, source, seed))

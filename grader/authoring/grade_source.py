"""Grading a module in this process: for code that its reader wrote or trusts, such as solutions and known mistakes."""

from __future__ import annotations

import linecache
from collections.abc import Collection, Iterator
from contextlib import contextmanager, redirect_stdout
from functools import cache
from pathlib import Path

from grader import submission
from grader.catalog import Exercise
from grader.judging.checks import CheckFailedError
from grader.judging.judge import judge
from grader.judging.replay import one_thread
from grader.judging.results import Lookup
from grader.judging.suite import Suite, load_suite
from grader.judging.wording import without_value
from grader.observing.observe import Observation, observe, observe_import
from grader.observing.printed import Printed
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
    with _observer(suite, source) as look_up:
        return {name: look_up(case) for name, case in suite.cases.items()}


@contextmanager
def _observer(suite: Suite, source: str) -> Iterator[Lookup]:
    """A function that observes a case on a module with this source. Raises as `observe_cases`."""
    exercise = suite.exercise
    printed = Printed()

    code = submission.of_bytes(source.encode(), Path(exercise.filename))
    # So that messages can show the line of code.
    lines = code.text.splitlines(keepends=True)
    linecache.cache[exercise.filename] = (len(code.text), None, lines, exercise.filename)
    name = f"{exercise.id}_{exercise.module}"
    with one_thread(), redirect_stdout(printed):
        imported, observed, case = observe_import(
            lambda: submission.run(code, name), exercise.filename, exercise.module, printed.take
        )
        if imported is None:
            raise CheckFailedError(without_value(case, observed))
        module = imported
        yield lambda case: observe(case, module, printed.take)


def verdicts_of_checks(exercise: Exercise, source: str, names: Collection[str]) -> list[Verdict]:
    """The verdicts of some checks on a module with this source: only the cases that they ask for are observed.

    Raises as `observe_source`.
    """
    suite = suite_of(exercise)
    with _observer(suite, source) as look_up:
        results = suite.results(look_up)
        return [results.verdict(check) for check in suite.checks if check.name in names]


def grade_source(exercise: Exercise, source: str, seed: int = 0) -> Grade:
    """The grade of a module with this source. Raises as `observe_source`."""
    return judge(suite_of(exercise, seed), observe_source(exercise, source, seed))

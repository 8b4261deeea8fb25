"""Observing code that this process may run: solutions and known mistakes, never what learners submit."""

from __future__ import annotations

import linecache
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

from grader import submission
from grader.judging.checks import CheckFailedError
from grader.judging.suite import Suite
from grader.judging.wording import without_value
from grader.observing.cases import Case
from grader.observing.observe import Observation, observe, observe_import
from grader.observing.printed import Printed
from grader.observing.small_nets import for_small_nets


class TrustedModule:
    """A module with a trusted source, whose cases are observed as they are asked for."""

    def __init__(self, suite: Suite, source: str) -> None:
        """Import it.

        Raises:
            UnreadableError: the source is not Python.
            CheckFailedError: importing it did not succeed.
        """
        exercise = suite.exercise
        self._printed = Printed()
        code = submission.of_bytes(source.encode(), Path(exercise.filename))
        # So that messages can show the line of code.
        lines = code.text.splitlines(keepends=True)
        linecache.cache[exercise.filename] = (len(code.text), None, lines, exercise.filename)
        name = f"{exercise.id}_{exercise.module}"
        with self._quiet():
            module, observed, case = observe_import(
                lambda: submission.run(code, name), exercise.filename, exercise.module, self._printed.take
            )
        if module is None:
            raise CheckFailedError(without_value(case, observed))
        self._module = module

    def observe(self, case: Case) -> Observation:
        """What comes of a case."""
        with self._quiet():
            return observe(case, self._module, self._printed.take)

    @contextmanager
    def _quiet(self) -> Iterator[None]:
        with for_small_nets(), redirect_stdout(self._printed), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield

"""One learner's module, checked in this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

from grader import stubs, submission
from grader.errors import UnreadableError
from grader.judging.checks import Check, CheckFailedError
from grader.judging.diagnosis.diagnose import answered, diagnosed
from grader.judging.diagnosis.fingerprints import FingerprintLibrary, read_fingerprints
from grader.judging.diagnosis.summary import Summary
from grader.judging.results import CaseResults, verdict_of
from grader.judging.suite import Suite
from grader.judging.wording import without_value
from grader.learner.messages import empty_stub
from grader.observing.cases import Case
from grader.observing.limit import ComputedTooLongError, TimeLimitError, WaitedTooLongError
from grader.observing.observe import Observation, Raised, import_case, observe, observe_import
from grader.observing.slips import Slip, find_slips
from grader.observing.small_nets import for_small_nets
from grader.records import Grade, Verdict

Prepare = Callable[[Verdict, Verdict], None]
"""Called before each case with the verdicts for code that computes, or waits, without end and cannot be interrupted."""


class Attempt:
    """A module and what its checks found so far.

    Attributes:
        problem: what keeps the module from being used at all.
        printed: what the learner's code printed, by the check that had it run.
    """

    def __init__(self, path: Path, suite: Suite, read_printed: Callable[[], str], prepare: Prepare) -> None:
        """``read_printed`` returns what was written to stdout since it was last called."""
        self.path = path
        self.suite = suite
        self.exercise = suite.exercise
        self.problem: CheckFailedError | None = None
        self.printed: dict[str, str] = {}
        self._read_printed = read_printed
        self._prepare = prepare
        self._results: CaseResults | None = None
        self._learners: ModuleType | None = None
        self._check = suite.checks[0]
        self._verdicts: dict[str, Verdict] = {}
        self._source = ""
        self._summaries: dict[str, Summary] = {}

    def results(self, check: Check) -> CaseResults | NoResults:
        """What ``check`` asks about the module, which is imported the first time."""
        self._check = check
        if self._results is None and self.problem is None:
            try:
                self._learners = self._import()
            except CheckFailedError as error:
                self.problem = error
            self._results = self.suite.results(self._observe)
        if self.problem is not None:
            # A fresh one for every check: a raised exception gathers tracebacks.
            failure = CheckFailedError(self.problem.rows, self.problem.outcome)
            failure.__cause__ = self.problem.__cause__
            return NoResults(failure)
        assert self._results is not None
        return self._results

    def record(self, check: Check, error: BaseException | None) -> dict[str, Any]:
        """What came of a check that ended in ``error``, or ran to its end where that is None, for `FileReport.add`."""
        grade = self._add(verdict_of(check, error))
        verdict = next(each for each in grade.verdicts if each.check == check.name)
        return {
            "file": str(self.path),
            "exercise": self.exercise.id,
            "verdict": verdict.to_json(),
            "explained": [each.to_json() for each in grade.verdicts if each.behaviour],
            "mistakes": [asdict(mistake) for mistake in grade.mistakes],
            "problem": self.problem is not None and verdict.outcome != "not started",
            "printed": self.printed.get(check.name, ""),
        }

    def _add(self, verdict: Verdict) -> Grade:
        """The grade so far with one more verdict, and with the known mistakes that explain it."""
        self._verdicts[verdict.check] = verdict
        grade = Grade(self.exercise.id, list(self._verdicts.values()))
        if self._results is None or self.problem is not None or grade.passed:
            return grade
        with for_small_nets():
            seen = answered(self._results, grade.verdicts, lambda: self._slips, self._summaries)
            return diagnosed(grade, seen, self._library)

    @cached_property
    def _slips(self) -> list[Slip]:
        return find_slips([self._source])

    @cached_property
    def _library(self) -> FingerprintLibrary | None:
        known = read_fingerprints(self.exercise) if self.suite.seed == 0 else None
        return FingerprintLibrary(known, self.suite.cases) if known else None

    def _observe(self, case: Case) -> Observation:
        assert self._learners is not None
        self._prepare_for(case)
        observed = observe(case, self._learners, self._read_printed)
        if not case.prints:
            self._keep_printed(observed)
        return observed

    def _keep_printed(self, observed: Observation) -> None:
        if observed.printed.strip():
            name = self._check.name
            self.printed[name] = self.printed.get(name, "") + observed.printed

    def _prepare_for(self, case: Case) -> None:
        computed, waited = (
            _unfinished(self._check, case, limit) for limit in (ComputedTooLongError, WaitedTooLongError)
        )
        self._prepare(computed, waited)

    def _import(self) -> ModuleType:
        if stubs.untouched(self.path, self.exercise):
            raise CheckFailedError([("", "The file is still the original stub.")], "not started")
        try:
            code = submission.read(self.path)
        except UnreadableError as error:
            raise CheckFailedError(error.rows) from None
        if not code.holds_code:
            raise CheckFailedError(empty_stub(self.exercise))
        self._source = code.text
        name = f"{self.exercise.id}_{self.exercise.module}"
        self._prepare_for(import_case(self.exercise.module))
        module, observed, case = observe_import(
            lambda: submission.run(code, name), str(self.path), self.exercise.module, self._read_printed
        )
        self._keep_printed(observed)
        if module is None:
            raise CheckFailedError(without_value(case, observed)) from observed.exception
        return module


def _unfinished(check: Check, case: Case, limit: type[TimeLimitError]) -> Verdict:
    """The verdict where a case reaches a limit and cannot be interrupted."""
    observed = Observation("timed out", raised=Raised(limit.__name__, ""))
    end = ("", "It could not be interrupted, so the whole run ends here.")
    return Verdict(check.name, check.title, "failed", check.points, (*without_value(case, observed), end))


class NoResults:
    """Replaces the results where the module cannot be used: whatever a check asks, it learns why."""

    def __init__(self, failure: CheckFailedError) -> None:
        self._failure = failure

    def run(self, _check: Check) -> None:
        raise self._failure

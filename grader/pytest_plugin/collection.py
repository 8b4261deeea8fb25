"""A stub as a pytest module: its checks come from the suite, its node ids from the stub's own path."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from types import ModuleType
from typing import Any

import pytest

from grader import catalog, stubs, submission
from grader.errors import SuiteError, UnreadableError
from grader.judging.checks import Check, CheckFailedError
from grader.judging.diagnosis.diagnose import answered, diagnosed
from grader.judging.diagnosis.fingerprints import FingerprintLibrary, read_fingerprints
from grader.judging.diagnosis.summary import Summary
from grader.judging.replay import one_thread
from grader.judging.results import CaseResults, verdict_of
from grader.judging.suite import Suite, load_suite
from grader.judging.wording import without_value
from grader.observing.cases import Case
from grader.observing.limit import ComputedTooLongError, TimeLimitError, WaitedTooLongError
from grader.observing.observe import Observation, Raised, import_case, observe, observe_import
from grader.observing.slips import Slip, find_slips
from grader.pytest_plugin import debugs_suites
from grader.pytest_plugin.messages import empty_stub
from grader.records import Grade, Verdict


class ExerciseModule(pytest.Module):
    """The suite's checks, collected at the path of a learner's module."""

    def __init__(self, *, exercise: catalog.Exercise, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.exercise = exercise
        try:
            self.suite: Suite = load_suite(exercise, self.config.getoption("draw_seed"))
        except SuiteError as error:
            message = f"torchkata's own suite is broken, which is not your mistake.\n{error}"
            raise pytest.Collector.CollectError(message) from error
        self.obj = exercise.checks()
        self._results: CaseResults | None = None
        self._learners: ModuleType | None = None
        self._verdicts: dict[str, Verdict] = {}
        self._source = ""
        self._slips: list[Slip] | None = None
        self._library: FingerprintLibrary | None = None
        self._summaries: dict[str, Summary] = {}
        self.problem: CheckFailedError | None = None
        self.printed: dict[str, str] = {}
        """What the learner's code printed, by the check that had it run."""

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        for item in super().collect():
            check = self.suite.check(check_name(item))
            if check is not None and isinstance(item, pytest.Item):
                item.extra_keyword_matches.update(check.title.split())
                item.location = (item.nodeid.split("::")[0], None, item.name)  # plugins and JUnit XML print it
                yield item

    def results(self, check: str, capsys: pytest.CaptureFixture[str]) -> CaseResults | _NoResults:
        """What the check of that name asks about this learner's module, which is imported the first time."""
        self._check, self._capsys = check, capsys
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
            return _NoResults(failure)
        assert self._results is not None
        return self._results

    def add(self, verdict: Verdict) -> Grade:
        """The grade so far with one more verdict, and with the known mistakes that explain it."""
        self._verdicts[verdict.check] = verdict
        grade = Grade(self.exercise.id, list(self._verdicts.values()))
        if self._results is None or self.problem is not None or grade.passed:
            return grade
        if self._slips is None:
            self._slips = find_slips([self._source])
            known = read_fingerprints(self.exercise) if self.suite.seed == 0 else None
            self._library = FingerprintLibrary(known, self.suite.cases) if known else None
        with one_thread():
            seen = answered(self._results, grade.verdicts, self._slips, self._summaries)
            return diagnosed(grade, seen, self._library)

    def _observe(self, case: Case) -> Observation:
        assert self._learners is not None
        self._prepare_last_words(case)
        observed = observe(case, self._learners, self._read_printed)
        if not case.prints:
            self._keep_printed(observed)
        return observed

    def _keep_printed(self, observed: Observation) -> None:
        if observed.printed.strip():
            self.printed[self._check] = self.printed.get(self._check, "") + observed.printed

    def _prepare_last_words(self, case: Case) -> None:
        last_words = self.config.pluginmanager.get_plugin("torchkata-last-words")
        check = self.suite.check(self._check)
        if last_words is not None and check is not None:
            computed, waited = (_unfinished(check, case, limit) for limit in (ComputedTooLongError, WaitedTooLongError))
            last_words.prepare(self.path, self.exercise.id, computed, waited)

    def _read_printed(self) -> str:
        text = self._capsys.readouterr().out
        with self._capsys.disabled():
            if self.config.getoption("capture") == "no" and text:
                print(text, end="", flush=True)
        return text

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
        self._prepare_last_words(import_case(self.exercise.module))
        module, observed, case = observe_import(
            lambda: submission.run(code, name), str(self.path), self.exercise.module, self._read_printed
        )
        self._keep_printed(observed)
        if module is None:
            raise CheckFailedError(without_value(case, observed)) from observed.exception
        return module


def check_name(item: pytest.Collector | pytest.Item) -> str:
    """The check that an item runs; plugins such as pytest-repeat put a number in brackets behind its name."""
    return item.name.split("[")[0]


def _unfinished(check: Check, case: Case, limit: type[TimeLimitError]) -> Verdict:
    """The verdict where a case reaches a limit and cannot be interrupted."""
    observed = Observation("timed out", raised=Raised(limit.__name__, ""))
    end = ("", "It could not be interrupted, so the whole run ends here.")
    return Verdict(check.name, check.title, "failed", check.points, (*without_value(case, observed), end))


class _NoResults:
    """Replaces the results where the module cannot be used: whatever a check asks, it learns why."""

    def __init__(self, failure: CheckFailedError) -> None:
        self._failure = failure

    def run(self, _check: Check) -> None:
        raise self._failure


def finish_report(item: pytest.Item, call: pytest.CallInfo[None], report: pytest.TestReport) -> None:
    """Put the verdict on the report, words instead of the suite's traceback, and give a debugger the learner's own
    exception."""
    module = item.getparent(ExerciseModule)
    check = module.suite.check(check_name(item)) if module else None
    if module is None or check is None or (call.when != "call" and call.excinfo is None):
        return
    error = call.excinfo.value if call.excinfo else None
    if isinstance(error, KeyboardInterrupt):
        return
    verdict = verdict_of(check, error)
    grade = module.add(verdict)
    verdict = next(each for each in grade.verdicts if each.check == verdict.check)
    report.kata = {  # type: ignore[attr-defined]  # pytest serializes what a plugin puts on a report
        "file": str(module.path),
        "exercise": module.exercise.id,
        "verdict": verdict.to_json(),
        "explained": [each.to_json() for each in grade.verdicts if each.behaviour],
        "mistakes": [asdict(mistake) for mistake in grade.mistakes],
        "problem": module.problem is not None and verdict.outcome != "not started",
        "printed": module.printed.get(check.name, ""),
    }
    if check.name in module.printed:
        report.sections.append(("Captured stdout call", module.printed[check.name]))
        item.add_report_section("call", "stdout", module.printed[check.name])  # JUnit XML takes it at the teardown
    if error is None:
        return
    if verdict.outcome == "fault" and debugs_suites():
        return
    report.longrepr = f"{verdict.title}\n{verdict.message}"
    learners = error.__cause__ if isinstance(error, CheckFailedError) else None
    call.excinfo = pytest.ExceptionInfo.from_exception(learners) if learners and learners.__traceback__ else None

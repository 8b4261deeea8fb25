"""A stub as a pytest module: its checks come from the suite, its node ids from the stub's own path."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from grader import catalog
from grader.errors import SuiteError
from grader.judging.checks import CheckFailedError
from grader.judging.results import CaseResults
from grader.judging.suite import Suite, load_suite
from grader.learner.attempt import Attempt, NoResults
from grader.pytest_plugin import debugs_suites
from grader.pytest_plugin.debugger import LearnerPdb
from grader.records import Verdict


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
        self.attempt = Attempt(self.path, self.suite, self._read_printed, self._prepare_last_words)

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        for item in super().collect():
            check = self.suite.check(check_name(item))
            if check is not None and isinstance(item, pytest.Item):
                item.extra_keyword_matches.update(check.title.split())
                item.location = (item.nodeid.split("::")[0], None, item.name)  # plugins and JUnit XML print it
                yield item

    def results(self, check: str, capsys: pytest.CaptureFixture[str]) -> CaseResults | NoResults:
        """What the check of that name asks about this learner's module."""
        self._capsys = capsys
        known = self.suite.check(check)
        assert known is not None
        return self.attempt.results(known)

    def _prepare_last_words(self, computed: Verdict, waited: Verdict) -> None:
        last_words = self.config.pluginmanager.get_plugin("torchkata-last-words")
        if last_words is not None:
            last_words.prepare(self.path, self.exercise.id, computed, waited)

    def _read_printed(self) -> str:
        if LearnerPdb.has_quit:
            pytest.exit("The debugger was quit.", returncode=pytest.ExitCode.INTERRUPTED)
        text = self._capsys.readouterr().out
        with self._capsys.disabled():
            if self.config.getoption("capture") == "no" and text:
                print(text, end="", flush=True)
        return text


def check_name(item: pytest.Collector | pytest.Item) -> str:
    """The check that an item runs; plugins such as pytest-repeat put a number in brackets behind its name."""
    return item.name.split("[")[0]


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
    record = module.attempt.record(check, error)
    verdict = Verdict.from_json(record["verdict"])
    report.kata = record  # type: ignore[attr-defined]  # pytest serializes what a plugin puts on a report
    if record["printed"]:
        report.sections.append(("Captured stdout call", record["printed"]))
        item.add_report_section("call", "stdout", record["printed"])  # JUnit XML takes it at the teardown
    if error is None:
        return
    if verdict.outcome == "fault" and debugs_suites():
        return
    report.longrepr = f"{verdict.title}\n{verdict.message}"
    learners = error.__cause__ if isinstance(error, CheckFailedError) else None
    call.excinfo = pytest.ExceptionInfo.from_exception(learners) if learners and learners.__traceback__ else None

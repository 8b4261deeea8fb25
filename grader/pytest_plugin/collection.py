"""A stub as a pytest module: its checks come from the suite, its node ids from the stub's own path."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
import torch

from grader import catalog, stubs, submission
from grader.judging.case_result import Evidence
from grader.judging.checks import CheckFailed, about, checks_in
from grader.judging.verdict import verdict_of
from grader.judging.wording import without_value
from grader.observing.cases import Case, draw_cases
from grader.observing.observe import Observation, observe, observe_import
from grader.pytest_plugin.plugin import debug_kit


class ExerciseModule(pytest.Module):
    """The suite's checks, collected at the path of a learner's module."""

    def __init__(self, *, exercise: catalog.Exercise, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.exercise = exercise
        self.obj = exercise.checks()
        self._evidence: Evidence | None = None
        self._printed = ""
        self._learners: ModuleType | None = None
        self._trouble: CheckFailed | None = None

    def collect(self) -> Any:
        names = {each.name: each for each in checks_in(self.obj)}
        for item in super().collect():
            if item.name in names:
                item.extra_keyword_matches.update(names[item.name].title.split())
                yield item

    def evidence(self, capsys: pytest.CaptureFixture[str]) -> Evidence:
        """What there is to ask about this learner's module; imports it the first time.

        Raises:
            CheckFailed: the module is untouched, or could not be read or imported.
        """
        self._capsys = capsys
        if self._evidence is None and self._trouble is None:
            try:
                self._learners = self._import()
            except CheckFailed as failure:
                self._trouble = failure
            # A thread pool costs these small nets more than it brings, and starves beside other busy processes.
            torch.set_num_threads(1)
            cases = draw_cases(self.exercise.probes(), self.config.getoption("draw_seed"), self.exercise.id)
            self._evidence = Evidence(cases, self._observe)
        if self._trouble is not None:
            # A fresh one for every check: a raised exception gathers tracebacks.
            failure = CheckFailed(self._trouble.rows, self._trouble.outcome)
            failure.__cause__ = self._trouble.__cause__
            return _Refusal(failure)  # type: ignore[return-value]
        return self._evidence  # type: ignore[return-value]

    def _observe(self, case: Case) -> Observation:
        return observe(case, self._learners, self._read_printed)  # type: ignore[arg-type]

    def _read_printed(self) -> str:
        text = self._capsys.readouterr().out
        with self._capsys.disabled():
            if self.config.getoption("capture") == "no" and text:
                print(text, end="", flush=True)
        return text

    def _import(self) -> ModuleType:
        if stubs.untouched(self.path, self.exercise):
            raise CheckFailed([("", "The file is as it was handed out.")], "not started")
        try:
            code = submission.read(self.path)
        except submission.Unreadable as error:
            raise CheckFailed(error.rows) from None
        name = f"{self.exercise.id}_{self.exercise.module}"
        module, seen, case = observe_import(
            lambda: submission.run(code, name), str(self.path), self.exercise.module, self._read_printed
        )
        if module is None:
            raise CheckFailed(without_value(case, seen)) from seen.exception
        return module


class _Refusal:
    """Stands in for the evidence where there is none: whatever a check asks, it hears why."""

    def __init__(self, failure: CheckFailed) -> None:
        self._failure = failure

    def __call__(self, _name: str) -> Any:
        raise self._failure

    def passes(self, _check: object) -> bool:
        raise self._failure


def finish_report(item: pytest.Item, call: pytest.CallInfo[None], report: pytest.TestReport) -> None:
    """Put the verdict on the report, words in the place of the suite's traceback, and the learner's own exception in
    the debugger's way."""
    module = item.getparent(ExerciseModule)
    if module is None or (call.when != "call" and call.excinfo is None):
        return
    check = about(item.obj)  # type: ignore[attr-defined]
    error = call.excinfo.value if call.excinfo else None
    if isinstance(error, KeyboardInterrupt):
        return
    verdict = verdict_of(check, error)
    report.kata = {  # type: ignore[attr-defined]
        "file": str(module.path),
        "exercise": module.exercise.id,
        "verdict": verdict.as_plain(),
        "trouble": module._trouble is not None and verdict.outcome != "not started",
    }
    if error is None:
        return
    if verdict.outcome == "fault" and debug_kit():
        return
    report.longrepr = f"{verdict.title}\n{verdict.message}"
    learners = error.__cause__ if isinstance(error, CheckFailed) else None
    call.excinfo = pytest.ExceptionInfo.from_exception(learners) if learners and learners.__traceback__ else None

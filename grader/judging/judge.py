"""Many submissions' observations in, their grades out: the suites' pytest, run on what was seen elsewhere."""

from __future__ import annotations

import io
import os
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
import torch

from grader.catalog import Exercise
from grader.judging.case_result import Evidence
from grader.judging.checks import CheckFailed, about, checks_in
from grader.judging.verdict import verdict_of
from grader.observing.cases import Case
from grader.observing.observe import Observation
from grader.records import Grade, Verdict

BATCH = 250
"""Submissions a pytest run: every item of a run is held in memory."""

_INI = Path(__file__).with_name("judge.ini")
_OPTIONS = ["-c", str(_INI), "--rootdir", str(_INI.parent), "--noconftest", "-p", "no:cacheprovider"]
# unraisableexception collects all garbage several times a run: a quarter of a second with torch in memory
_OPTIONS += ["-p", "no:unraisableexception", "-p", "no:threadexception"]
_OPTIONS += ["-p", "no:terminal", "-p", "no:faulthandler", "-p", "no:warnings", "-p", "no:logging", "-s"]


class JudgeFault(RuntimeError):
    """The judging run itself failed: no grade can be trusted."""


def judge(
    exercise: Exercise, cases: Mapping[str, Case], submissions: Sequence[Mapping[str, Observation]]
) -> list[Grade]:
    """One grade for each submission, in their order.

    Args:
        exercise: whose suite judges.
        cases: the judge's own, from the draw that the observations were made with.
        submissions: for each, its observations by case name; a case that is missing fails the checks that ask for it.

    Raises:
        JudgeFault: pytest could not run the suite.
    """
    grades: list[Grade] = []
    for start in range(0, len(submissions), BATCH):
        grades += _judge_batch(exercise, cases, submissions[start : start + BATCH])
    return grades


def _judge_batch(
    exercise: Exercise, cases: Mapping[str, Case], submissions: Sequence[Mapping[str, Observation]]
) -> list[Grade]:
    bench = _Bench(exercise, [evidence_of(cases, seen) for seen in submissions])
    with _no_other_plugins(), one_thread(), redirect_stdout(io.StringIO()):
        status = pytest.main([*_OPTIONS, exercise.checks().__file__ or ""], plugins=[bench])
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise JudgeFault(f"{exercise.id}: the judging run ended with {status!r}")
    checks = checks_in(exercise.checks())
    return [
        Grade(exercise.id, [verdicts.get(check.name) or _unheard(check) for check in checks])
        for verdicts in bench.verdicts
    ]


def evidence_of(cases: Mapping[str, Case], observations: Mapping[str, Observation]) -> Evidence:
    """What checks ask, of observations made elsewhere; a case that is missing among them fails whoever asks for it."""

    def look_up(case: Case) -> Observation:
        if case.name not in observations:
            raise CheckFailed([("called", case.called), ("nothing", "the code ended before this was run")])
        return observations[case.name]

    return Evidence(dict(cases), look_up)


def _unheard(check: Any) -> Verdict:
    return Verdict(check.name, check.title, "fault", check.points, (("fault", "the check did not run"),))


@contextmanager
def one_thread() -> Generator[None, None, None]:
    """A replay's tensors are small: a thread pool costs several times what it brings."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


@contextmanager
def _no_other_plugins() -> Generator[None, None, None]:
    """Judging must not depend on what else is installed, this kit's own learners' door included."""
    before = os.environ.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD"), os.environ.get("PYTEST_ADDOPTS")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    try:
        yield
    finally:
        for name, value in zip(("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "PYTEST_ADDOPTS"), before, strict=True):
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


class _Bench:
    """The judging run's plugin: every check once for each submission, and what came of it."""

    def __init__(self, exercise: Exercise, evidence: list[Evidence]) -> None:
        self.exercise = exercise
        self.evidence = evidence
        self.verdicts: list[dict[str, Verdict]] = [{} for _ in evidence]

    def pytest_pycollect_makemodule(self, module_path: Path, parent: pytest.Collector) -> pytest.Module:
        module = pytest.Module.from_parent(parent, path=module_path)
        module.obj = self.exercise.checks()
        return module

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        metafunc.parametrize("seen", range(len(self.evidence)), indirect=True)

    @pytest.fixture
    def seen(self, request: pytest.FixtureRequest) -> Evidence:
        return self.evidence[request.param]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport | None:
        """Keep the verdict, and give pytest a report without the traceback that it would take its time to make."""
        error = call.excinfo.value if call.excinfo else None
        if error is not None and not isinstance(error, Exception):
            return None  # Ctrl-C and the like are pytest's business
        if call.when == "call" or error is not None:
            check = about(item.obj)  # type: ignore[attr-defined]
            self.verdicts[item.callspec.params["seen"]][check.name] = verdict_of(check, error)  # type: ignore[attr-defined]
        return pytest.TestReport(
            item.nodeid, item.location, {}, "passed" if error is None else "failed", None, call.when
        )

"""One run of an exercise's checks in this process, told as messages: a JSON object per line.

``{"pid": …}`` first; ``{"report": …}`` before each check and ``{"ends": [...]}`` before each case, what to print should
the case never end (`unfinished.as_text`); ``{"watch": [computing, waiting]}`` or null as `Countdown` takes it; in the
end ``{"text": …}``, the report, or ``{"fault": …}``, why there is none.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any

from grader import catalog
from grader.errors import SuiteError
from grader.judging.diagnosis.fingerprints import read_fingerprints
from grader.judging.suite import Suite, load_suite
from grader.learner.attempt import Attempt
from grader.learner.grade_json import as_json
from grader.learner.report import FileReport, Style
from grader.observing.limit import set_watcher
from grader.observing.printed import Printed
from grader.observing.small_nets import for_small_nets
from grader.records import Verdict
from grader.reporting.terminal import render
from grader.watch.request import Request

Send = Callable[[dict[str, Any]], None]


@cache
def suite_of(exercise: str) -> Suite:
    """The suite of learners' runs and its fingerprints, loaded once per process.

    Raises:
        SuiteError: as `load_suite`.
    """
    read_fingerprints(catalog.exercise(exercise))
    return load_suite(catalog.exercise(exercise), 0)


def rehearse(request: Request) -> None:
    """Check the solution once, where there is one, so that whatever is computed or loaded late is there.

    Runs in forks of this process then find it. Only the judge's own values are kept, the same for every answer.
    """
    exercise = catalog.exercise(request.exercise)
    with contextlib.suppress(Exception):  # no solution, or whatever else: the learner's run says it
        solution = exercise.path(catalog.solutions(), "solutions")
        _check(replace(request, path=str(solution)), lambda _message: None)
    sys.modules.pop(f"{exercise.id}_{exercise.module}", None)


def serve(request: Request, output: int) -> None:
    """Run the checks and write the messages to the descriptor ``output``; what the code writes goes nowhere else."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)

    def send(message: dict[str, Any]) -> None:
        left = json.dumps(message).encode() + b"\n"
        while left:
            left = left[os.write(output, left) :]

    send({"pid": os.getpid()})
    try:
        send(_check(request, send))
    except SuiteError as error:
        send({"fault": f"torchkata's own suite is broken, which is not your mistake.\n{error}"})
    except Exception as error:
        send({"fault": f"torchkata itself failed: {type(error).__name__}: {error}. Please report it, with your file."})


def _check(request: Request, send: Send) -> dict[str, Any]:
    suite = suite_of(request.exercise)
    path = Path(request.path)
    names = {check.name for check in suite.checks}
    style = Style(
        Path(request.here), request.width, colour=request.colour, links=request.colour, keys=request.keys
    )  # fmt: skip
    report = FileReport(suite.exercise, path, style, items=len(names), selected=names)

    def prepare(computed: Verdict, waited: Verdict) -> None:
        send({"ends": [computed.to_json(), waited.to_json()]})

    set_watcher(_Limits(send))
    sys.breakpointhook = _no_breakpoint(path)
    printed = Printed()
    attempt = Attempt(path, suite, printed.take, prepare)
    with redirect_stdout(printed), for_small_nets():
        for check in suite.checks:
            send({"report": report.unfinished()})
            error: Exception | None = None
            try:
                attempt.results(check).run(check)
            except Exception as raised:
                error = raised
            report.add(check.name, attempt.record(check, error))
    report.remember(is_current=True)
    hints = report.hints()
    return {
        "text": render(report.lines(), request.width, request.colour),
        "passed": report.passed,
        "hints": asdict(hints) if hints else None,
        "grade": as_json(report.grade),
    }


def _no_breakpoint(path: Path) -> Callable[..., None]:
    def skip(*_arguments: object, **_keywords: object) -> None:
        print(f"breakpoint() was skipped. To stop there: pytest {path.parent.parent.name}/{path.parent.name}")

    return skip


class _Limits:
    """Tells whoever reads the messages how long the code may run on (`limit.Watcher`)."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def watch(self, computing: float, waiting: float) -> None:
        self._send({"watch": [computing, waiting]})

    def rest(self) -> None:
        self._send({"watch": None})

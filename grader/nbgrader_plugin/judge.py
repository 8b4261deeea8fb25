"""In the place of nbgrader's Execute: a notebook's code is observed in the sandbox, and judged outside of it.

Nothing runs in a kernel, and nobody but the judge writes what nbgrader reads points from: the first ``execute_result``
of a graded cell (nbgrader's utils.determine_grade). What other cells printed is kept for those who grade by hand.
"""

from __future__ import annotations

import atexit
import gc
import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from nbformat import from_dict
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Float, Integer

from grader import catalog
from grader.judging.checks import Check, checks_in
from grader.judging.direct import judge_one
from grader.nbgrader_plugin.reader import TROUBLE
from grader.observing.cases import Case, draw_cases
from grader.records import Verdict
from grader.sandbox import observations as outcome
from grader.sandbox import pool
from grader.sandbox.job import Job, Suite


class CannotJudge(RuntimeError):
    """Nothing was judged, and the learner is not to blame: nbgrader logs the message and writes no points."""


@dataclass(frozen=True)
class _Ready:
    """One exercise's suite, drawn once for the whole command."""

    exercise: catalog.Exercise
    cases: dict[str, Case]
    suite: Suite
    checks: dict[str, Check]


@cache
def _prepare(exercise: catalog.Exercise, seed: int) -> _Ready:
    atexit.register(pool.close_workers)
    cases = draw_cases(exercise.probes(), seed, exercise.id)
    checks = {check.name: check for check in checks_in(exercise.checks())}
    ready = _Ready(exercise, cases, Suite.of(exercise, cases), checks)
    gc.freeze()  # what torch brought would be walked through at every hunt for garbage
    return ready


class Judge(NbGraderPreprocessor):
    """Judges one notebook. A plain nbconvert preprocessor would be registered disabled and never run."""

    seed = Integer(None, allow_none=True, help="The checks' inputs are drawn from it.").tag(config=True)
    timeout = Float(60.0, help="Seconds that a submission may take, all checks together.").tag(config=True)
    no_sandbox = Bool(
        False,
        help="Run submissions unconfined. Each can then read and change whatever you can: the answers, the gradebook.",
    ).tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        ready = self._ready(resources["nbgrader"]["notebook"])
        graded = [cell for cell in nb.cells if _is_judged(cell)]
        unknown = [_name(cell) for cell in graded if _name(cell) not in ready.checks]
        if unknown or not graded:
            raise CannotJudge(
                f"the gradebook's {ready.exercise.id} was made from other checks than there are now ({unknown}): run "
                "kata course --update, then nbgrader generate_assignment --force"
            )
        code = [cell for cell in nb.cells if cell.cell_type == "code" and not _is_judged(cell)]
        seen = self._observe(ready, [cell.source for cell in code])
        if isinstance(nb.metadata.get(TROUBLE), str):
            seen.note = nb.metadata[TROUBLE]
        verdicts = self._judge(ready, seen)
        _keep_printed(code, seen)
        for number, cell in enumerate(graded, start=1):
            cell.execution_count = number
            cell.outputs = _outputs(cell, verdicts[_name(cell)], ready.checks[_name(cell)], seen)
        return nb, resources

    def _ready(self, notebook: str) -> _Ready:
        exercise = catalog.exercises().get(notebook)
        if exercise is None:
            raise CannotJudge(
                f"{notebook}.ipynb is none of torchkata's exercises: grade it with nbgrader's own settings, in another "
                "course folder"
            )
        if self.seed is None:
            raise CannotJudge("c.Judge.seed is missing in nbgrader_config.py: give it any number and keep it")
        return _prepare(exercise, self.seed)

    def _observe(self, ready: _Ready, sources: list[str]) -> outcome.Outcome:
        if self.no_sandbox:
            self.log.warning("c.Judge.no_sandbox: this submission can read and change whatever you can")
        cells = [{"cell_type": "code", "metadata": {}, "source": source} for source in sources]
        job = Job(ready.suite, f"{ready.exercise.id}.ipynb", json.dumps({"cells": cells}).encode())
        seen = pool.observe(job, self.timeout, not self.no_sandbox)
        if isinstance(seen, str):
            raise CannotJudge(
                f"the sandbox failed, so nothing was graded: {seen}. kata doctor says what is missing here; to grade "
                "people you trust without one, set c.Judge.no_sandbox = True in nbgrader_config.py"
            )
        return outcome.read(seen, ready.cases, self.timeout)

    def _judge(self, ready: _Ready, seen: outcome.Outcome) -> dict[str, Verdict]:
        grade = judge_one(ready.exercise, ready.cases, seen.observations)
        for verdict in grade.verdicts:
            if verdict.outcome == "fault":
                raise CannotJudge(f"the check {verdict.check} could not be run: {verdict.message}")
        return {verdict.check: verdict for verdict in grade.verdicts}


def _is_judged(cell: Any) -> bool:
    """Whether the cell's points are the judge's to give: graded, and not an answer that people read."""
    marks = cell.metadata.get("nbgrader", {})
    return bool(cell.cell_type == "code" and marks.get("grade") and not marks.get("solution"))


def _name(cell: Any) -> str:
    return cell.metadata.nbgrader.grade_id


def _keep_printed(code: list[Any], seen: outcome.Outcome) -> None:
    for cell, (printed, raised) in zip(code, seen.cells, strict=False):
        told = printed + (f"\n{raised}" if raised else "")
        cell.outputs = [_stdout(told)] if told.strip() else []
    if not seen.cells and seen.imported is not None and seen.imported.printed and code:
        code[-1].outputs = [_stdout(seen.imported.printed)]


def _outputs(cell: Any, verdict: Verdict, check: Check, seen: outcome.Outcome) -> list[Any]:
    most = float(cell.metadata.nbgrader.points)
    points = most if verdict.passed else 0.0
    told = [f"{'passed' if verdict.passed else 'not passed'}: {verdict.title} ({points:g} of {most:g})"]
    if not verdict.passed:
        told.append(verdict.message)
    if verdict.outcome == "failed":
        told += [f"note: {seen.note}"] if seen.note else []
        told += [f"hint: {hint}" for hint in check.hints[:1]]
    return [
        from_dict(
            {
                "output_type": "execute_result",
                "data": {"text/plain": f"{points:g}"},
                "metadata": {},
                "execution_count": cell.execution_count,
            }
        ),
        _stdout("\n".join(told) + "\n"),
    ]


def _stdout(text: str) -> Any:
    return from_dict({"output_type": "stream", "name": "stdout", "text": printable(text)})


def printable(text: str) -> str:
    """Text from a submission without characters that could move a cursor or fake a colour."""
    return "".join(char if char.isprintable() or char in "\n\t" else repr(char)[1:-1] for char in text)

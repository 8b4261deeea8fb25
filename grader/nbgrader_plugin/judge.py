"""Instead of nbgrader's Execute: a notebook's code is observed in the sandbox, and judged outside of it.

Nothing runs in a kernel, and nobody but the judge writes what nbgrader reads points from: the first ``execute_result``
of a graded cell (nbgrader's utils.determine_grade). What other cells printed is kept for those who grade by hand.
"""

from __future__ import annotations

import atexit
import gc
import json
import logging
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Float, Integer

from grader import catalog
from grader.errors import SuiteError
from grader.grading.known import note_on_mistakes
from grader.grading.prepare import PreparedExercise, prepare
from grader.grading.run import MAX_MESSAGE, MAX_NOTE
from grader.nbgrader_plugin import draws
from grader.nbgrader_plugin.clean_notebook import PROBLEM
from grader.nbgrader_plugin.display import VERDICT, as_metadata
from grader.notebook import SETUP
from grader.observing.slips import Slip
from grader.records import Grade, NamedMistake, Verdict
from grader.reporting.check_output import as_words
from grader.reporting.problems import evidence, explanations
from grader.sandbox import pool
from grader.sandbox.job import Job
from grader.sandbox.observations import READING, Observations, slips_of
from grader.text import for_report, shortened, visible

_NOTHING_RAN = frozenset({"missing", "nothing", "too much"})
"""Labels of rows that say that there was nothing to run: a hint would not help, and the note says what happened."""


class NotGradedError(RuntimeError):
    """Nothing was judged, and the learner is not to blame: nbgrader logs the message and writes no points."""


@lru_cache(maxsize=4)
def _prepared(exercise: catalog.Exercise, seed: int) -> PreparedExercise:
    """One exercise's suite, drawn once for a run."""
    try:
        prepared = prepare(exercise, seed)
    except SuiteError as error:
        raise NotGradedError(str(error)) from None
    _settle()
    return prepared


@cache
def _note_missing_solutions(log: logging.Logger) -> None:
    if note := note_on_mistakes():
        log.warning(note)


@cache
def _settle() -> None:
    """What is done once for a process, which formgrader's server is for many runs."""
    atexit.register(pool.close_workers)
    gc.freeze()  # the garbage collector would go through all that torch brought each time


class Judge(NbGraderPreprocessor):
    """Judges one notebook. A plain nbconvert preprocessor would be registered disabled and never run."""

    seed = Integer(
        None, allow_none=True, help="Draw the checks' inputs from this number, not from a new one for each run."
    ).tag(config=True)
    repeat = Bool(False, help="Draw again what each student's latest grade was drawn from, as kata regrade does.").tag(
        config=True
    )
    is_configured = Bool(
        False, help="Whether nbgrader_config.py was read: settings.complete, which it calls, says so."
    ).tag(config=True)
    timeout = Float(60.0, help="Seconds that a submission may take, all checks together.").tag(config=True)
    no_sandbox = Bool(
        False,
        help="Run submissions unconfined. Each can then read and change whatever you can: the answers, the gradebook.",
    ).tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        if not self.is_configured:
            raise NotGradedError(
                "the course's nbgrader_config.py could not be read (see above), or calls complete(c, __file__) no more"
            )
        about = resources["nbgrader"]
        run = draws.of_run(self.parent, about["db_url"])  # the exporter, which lives as long as the command
        seed = self._seed(run, about["assignment"], about["student"])
        prepared = self._prepare(about["notebook"], seed)
        graded = [cell for cell in nb.cells if _is_judged(cell)]
        unknown = [_name(cell) for cell in graded if prepared.suite.check(_name(cell)) is None]
        if unknown or not graded:
            raise NotGradedError(
                f"the gradebook's {prepared.suite.exercise.id} was made from other checks ({unknown}): "
                "run kata course --update, then nbgrader generate_assignment --force"
            )
        code = [cell for cell in nb.cells if cell.cell_type == "code"]
        job = _job(prepared, ["" if _is_the_kits(cell) else cell.source for cell in code])
        observed = self._observe(prepared, job)
        if isinstance(nb.metadata.get(PROBLEM), str):
            observed.note = nb.metadata[PROBLEM]
        grade = self._judge(prepared, observed, job)
        verdicts = {verdict.check: verdict for verdict in grade.verdicts}
        for number, cell in enumerate(code, start=1):
            cell.execution_count = number  # messages name a cell by it
        _keep_printed(code, observed)
        all_hints = {check.name: check.hints for check in prepared.suite.checks}
        for cell in graded:
            verdict = verdicts[_name(cell)]
            hints = () if _NOTHING_RAN & {label for label, _ in verdict.rows} else all_hints[verdict.check]
            cell.outputs = _outputs(cell, verdict, hints, grade.mistakes, observed.note)
            cell.metadata[VERDICT] = as_metadata(verdict, grade.mistakes, hints, observed.note)
        run.record(about["assignment"], about["student"], seed, for_report(observed.note, MAX_NOTE))
        return nb, resources

    def _seed(self, run: draws.Draws, assignment: str, student: str) -> int:
        if self.seed is not None:
            return self.seed
        return run.repeated(assignment, student) if self.repeat else run.seed

    def _prepare(self, notebook: str, seed: int) -> PreparedExercise:
        exercise = catalog.exercises().get(notebook)
        if exercise is None:
            raise NotGradedError(
                f"{notebook}.ipynb is none of torchkata's exercises: grade it with nbgrader's own settings, in another "
                "course folder"
            )
        _note_missing_solutions(self.log)
        return _prepared(exercise, seed)

    def _observe(self, prepared: PreparedExercise, job: Job) -> Observations:
        if self.no_sandbox:
            self.log.warning("c.Judge.no_sandbox: this submission can read and change whatever you can")
        output = pool.observe(job, self.timeout, not self.no_sandbox)
        if isinstance(output, str):
            raise NotGradedError(
                f"the sandbox failed, so nothing was graded: {output}. kata doctor --sandbox says what is missing "
                "here; to grade people you trust without one, set c.Judge.no_sandbox = True in nbgrader_config.py"
            )
        return prepared.read(output, self.timeout)

    def _judge(self, prepared: PreparedExercise, observed: Observations, job: Job) -> Grade:
        def slips() -> Sequence[Slip]:
            timeout = min(self.timeout, READING)
            return slips_of(pool.observe(replace(job, only_read=True), timeout, not self.no_sandbox))

        grade = prepared.judge(observed, slips)
        for verdict in grade.verdicts:
            if verdict.outcome == "fault":
                raise NotGradedError(f"the check {verdict.check} could not be run: {verdict.message}")
        return grade


def _job(prepared: PreparedExercise, sources: list[str]) -> Job:
    cells = [{"cell_type": "code", "metadata": {}, "source": source} for source in sources]
    return prepared.job(f"{prepared.suite.exercise.id}.ipynb", json.dumps({"cells": cells}).encode())


def _is_judged(cell: Any) -> bool:
    """Whether the cell's points are the judge's to give: graded, and not an answer that people read."""
    marks = cell.metadata.get("nbgrader", {})
    return bool(cell.cell_type == "code" and marks.get("grade") and not marks.get("solution"))


def _is_the_kits(cell: Any) -> bool:
    """Whether the cell only checks, or connects a kernel to the checks: it does not run here."""
    marks = cell.metadata.get("nbgrader", {})
    return _is_judged(cell) or marks.get("grade_id") in SETUP


def _name(cell: Any) -> str:
    return cell.metadata.nbgrader.grade_id


def _keep_printed(code: list[Any], observed: Observations) -> None:
    for cell, (printed, raised) in zip(code, observed.cells, strict=False):
        text = shortened(printed + (f"\n{raised}" if raised else ""), MAX_MESSAGE)
        cell.outputs = [_stdout(text)] if text.strip() else []
    own = [cell for cell in code if not _is_the_kits(cell)]
    if not observed.cells and observed.imported is not None and observed.imported.printed and own:
        own[-1].outputs = [_stdout(shortened(observed.imported.printed, MAX_MESSAGE))]


def _outputs(
    cell: Any, verdict: Verdict, hints: tuple[str, ...], mistakes: tuple[NamedMistake, ...], note: str
) -> list[Any]:
    most = float(cell.metadata.nbgrader.points)
    points = most if verdict.passed else 0.0
    if not verdict.passed:
        verdict = replace(verdict, rows=tuple(evidence(verdict, bool(explanations(verdict, mistakes)))))
        verdict = replace(verdict, rows=(("", for_report(verdict.message, MAX_MESSAGE)),))
    words = as_words(verdict, points, most, hints, mistakes, for_report(note, MAX_NOTE))
    result = new_output("execute_result", {"text/plain": f"{points:g}"}, execution_count=cell.execution_count)
    return [result, _stdout(words)]


def _stdout(text: str) -> Any:
    return new_output("stream", name="stdout", text=visible(text))

"""A whole class: each submission is observed in the sandbox, judged here, and gets one result whatever it did."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, replace
from functools import partial

from grader.catalog import Exercise
from grader.errors import NotPermittedError, SuiteError, UnsafeFileError
from grader.grading.class_folder import FoundSubmission
from grader.grading.prepare import PreparedExercise, prepare
from grader.judging.checks import Check
from grader.observing.budget import LIMITS
from grader.observing.slips import Slip
from grader.records import CheckResult, Grade, NamedMistake, Status, SubmissionResult, Verdict
from grader.sandbox import pool
from grader.sandbox.job import Job
from grader.sandbox.observations import READING, Observations, slips_of
from grader.sandbox.process_output import ProcessOutput
from grader.text import for_report

MAX_NOTE, MAX_MESSAGE = 2_000, 10_000
"""Characters kept of texts that learners' code had a part in: no submission makes a report that cannot be opened."""
TIMEOUT = 60.0
HELD = 256 * 2**20
"""Bytes of what submissions sent that may wait for the judge, where that leaves one submission per worker."""


@dataclass(frozen=True)
class RunSettings:
    """What is the same for every submission of a run.

    Attributes:
        seed: the judge draws cases from it.
        timeout: CPU seconds that each submission may compute, all cases together.
        confined: whether the sandbox is asked for.
        in_flight: how many submissions are observed, or wait for the judge, at once.
        held: bytes that they may have sent in all before no other one is begun.
        user: the user id that submissions run as without the sandbox; None for ours.
    """

    seed: int
    timeout: float = TIMEOUT
    confined: bool = True
    in_flight: int = 4
    held: int = HELD
    user: int | None = None


@dataclass(frozen=True)
class _Pending:
    """A submission that is being observed."""

    submission: FoundSubmission
    prepared: PreparedExercise
    digest: str
    size: int
    slips: Callable[[], Sequence[Slip]]


def grade(
    submissions: Iterable[FoundSubmission], settings: RunSettings, executor: Executor
) -> Iterator[SubmissionResult]:
    """Grade submissions; one result each, in the order in which they are done.

    Args:
        submissions: consumed only as fast as they are graded.
        settings: seed, limits and sandbox.
        executor: where to observe: a pool's, or a cluster's.
    """

    def visit(job: Job) -> Future[ProcessOutput | str]:
        timeout = min(settings.timeout, READING) if job.only_read else settings.timeout
        return executor.submit(pool.observe, job, timeout, settings.confined, settings.user)

    exercises: dict[str, PreparedExercise | SuiteError] = {}
    pending: dict[Future[ProcessOutput | str], _Pending] = {}
    for submission in submissions:
        name = submission.exercise.id
        if name not in exercises:
            exercises[name] = _prepare(submission.exercise, settings.seed)
        prepared = exercises[name]
        if isinstance(prepared, SuiteError):
            yield _not_observed(submission, (), "grader_fault", str(prepared))
            continue
        checks = prepared.suite.checks
        if submission.read is None:
            missing = f"no {submission.exercise.filename} and no {name}.ipynb was submitted"
            yield _not_observed(submission, checks, "missing", missing)
            continue
        try:
            content = submission.read()
        except UnsafeFileError as error:
            status: Status = "grader_fault" if isinstance(error, NotPermittedError) else "unreadable"
            yield _not_observed(submission, checks, status, str(error))
            continue
        job = prepared.job(submission.filename, content)
        digest = hashlib.sha256(content).hexdigest()
        pending[visit(job)] = _Pending(submission, prepared, digest, len(content), partial(_slips, visit, job))
        while not _has_room(pending, settings):
            yield from _judge_finished(pending, settings)
    while pending:
        yield from _judge_finished(pending, settings)


def _slips(visit: Callable[[Job], Future[ProcessOutput | str]], job: Job) -> Sequence[Slip]:
    """The slips in a submission's source. That is a visit to the sandbox of its own, since few need it."""
    future = visit(replace(job, only_read=True))
    try:
        return slips_of(future.result())
    except Exception:  # a cluster's worker that was lost for good: the grade stands without these words
        return ()


def _has_room(pending: Mapping[Future[ProcessOutput | str], _Pending], settings: RunSettings) -> bool:
    """Whether another submission may be begun. One that is not done may still send all that it is allowed."""
    if len(pending) < max(1, settings.in_flight // 2):
        return True
    held = sum(entry.size + _sent(future) for future, entry in pending.items())
    return len(pending) < settings.in_flight and held + LIMITS["bytes"] <= settings.held


def _sent(future: Future[ProcessOutput | str]) -> int:
    if not future.done():
        return LIMITS["bytes"]
    failed = future.cancelled() or future.exception() is not None
    output = None if failed else future.result()
    return output.received.size if isinstance(output, ProcessOutput) else 0


def _prepare(exercise: Exercise, seed: int) -> PreparedExercise | SuiteError:
    try:
        return prepare(exercise, seed)
    except SuiteError as error:
        return error


def _judge_finished(
    pending: dict[Future[ProcessOutput | str], _Pending], settings: RunSettings
) -> Iterator[SubmissionResult]:
    done, _ = wait(pending, return_when=FIRST_COMPLETED)
    while done:  # nothing here names a future once its result is out: what came of a submission may be large
        yield _judge(pending, done.pop(), settings)


def _judge(
    pending: dict[Future[ProcessOutput | str], _Pending], future: Future[ProcessOutput | str], settings: RunSettings
) -> SubmissionResult:
    entry = pending.pop(future)
    try:
        output = future.result()
    except Exception as error:  # a cluster's worker that was lost for good
        output = f"{type(error).__name__}: {error}"
    if isinstance(output, str):
        return _not_observed(entry.submission, entry.prepared.suite.checks, "grader_fault", output, entry.digest)
    observed = entry.prepared.read(output, settings.timeout)
    slips = entry.slips if observed.status != "unreadable" else tuple
    return _result(entry, observed, entry.prepared.judge(observed, slips))


def _result(entry: _Pending, observed: Observations, grade: Grade) -> SubmissionResult:
    status, note = observed.status, observed.note
    if not note and grade.unwritten:
        note = "nothing is written in it yet"
    fault = next((verdict for verdict in grade.verdicts if verdict.outcome == "fault"), None)
    if fault is not None:
        # Not the learner's doing: no points are written, and the run says so.
        status, note = "grader_fault", f"the check {fault.check} could not be run: {fault.message}"
    return _entry(entry.submission, status, note, grade.verdicts, entry.digest, observed.seconds, grade.mistakes)


def _not_observed(
    submission: FoundSubmission, checks: Sequence[Check], status: Status, note: str, digest: str = ""
) -> SubmissionResult:
    rows = (("nothing", note),)
    verdicts = [Verdict(check.name, check.title, "failed", check.points, rows) for check in checks]
    return _entry(submission, status, note, verdicts, digest)


def _entry(
    submission: FoundSubmission,
    status: Status,
    note: str,
    verdicts: Sequence[Verdict],
    digest: str,
    seconds: float = 0.0,
    mistakes: tuple[NamedMistake, ...] = (),
) -> SubmissionResult:
    counts = status != "grader_fault"
    checks = tuple(
        CheckResult(
            verdict.check,
            verdict.title,
            verdict.passed and counts,
            verdict.points if counts else None,
            verdict.max_points,
            for_report(verdict.message, MAX_MESSAGE),
            verdict.mistakes,
            verdict.behaviour,
        )
        for verdict in verdicts
    )
    return SubmissionResult(
        submission.student,
        submission.exercise.id,
        status,
        sum(verdict.points for verdict in verdicts) if counts else None,
        sum(verdict.max_points for verdict in verdicts),
        seconds,
        for_report("; ".join(part for part in (note, submission.note) if part), MAX_NOTE),
        digest,
        checks,
        mistakes,
    )

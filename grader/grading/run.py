"""Many submissions: each observed apart, judged together, one result each whatever it did."""

from __future__ import annotations

import hashlib
import platform
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from typing import Any

from grader import __version__
from grader.catalog import SUITES, Exercise
from grader.grading.class_folder import Found, Refused
from grader.judging.checks import Check, checks_in
from grader.judging.judge import BATCH, judge
from grader.observing.cases import Case, draw_cases
from grader.records import Grade, Verdict
from grader.sandbox import observations as outcome
from grader.sandbox import pool
from grader.sandbox.job import Job, Suite
from grader.text import clean

Result = dict[str, Any]
BATCH_BYTES = 64 * 2**20
JUDGE_EVERY = 2.0
"""Seconds."""
MAX_NOTE, MAX_MESSAGE = 2_000, 10_000
"""Characters kept of texts that learners' code had a hand in: no submission makes a report that cannot be opened."""
TIMEOUT = 60.0


@dataclass(frozen=True)
class Run:
    """What is the same for every submission of a run.

    Attributes:
        seed: the judge draws cases from it.
        timeout: wall seconds a submission may take, all cases together.
        confined: whether the sandbox is asked for.
        in_flight: how many submissions are handed out at once.
    """

    seed: int
    timeout: float = TIMEOUT
    confined: bool = True
    in_flight: int = 4


@dataclass
class _Prepared:
    """One exercise's suite, drawn once a run, and the submissions that wait for the judge."""

    exercise: Exercise
    cases: dict[str, Case]
    suite: Suite
    checks: list[Check]
    waiting: list[tuple[Found, str, outcome.Outcome]] = field(default_factory=list)
    held: int = 0
    judged: float = field(default_factory=time.monotonic)

    @property
    def due(self) -> bool:
        """Whether enough waits, or for long enough: a run that is killed loses what no judge has seen."""
        late = time.monotonic() - self.judged > JUDGE_EVERY
        return bool(self.waiting) and (late or len(self.waiting) >= BATCH or self.held > BATCH_BYTES)


def versions() -> dict[str, str]:
    """What a grade depends on: kit, suites (a digest of their files), Python and torch."""
    return {
        "kit": __version__,
        "suites": _suites_digest(),
        "python": platform.python_version(),
        "torch": metadata.version("torch"),
    }


@cache
def _suites_digest() -> str:
    digest = hashlib.sha256()
    for path in sorted(SUITES.rglob("*.py")):
        digest.update(str(path.relative_to(SUITES)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def grade(found: Iterable[Found], run: Run, executor: Executor) -> Iterator[Result]:
    """Grade submissions; one result each, in the order in which they are done.

    Args:
        found: the submissions; consumed only as fast as they are graded.
        run: seed, limits and sandbox.
        executor: where to observe: a pool's, or a cluster's.
    """
    prepared: dict[str, _Prepared] = {}
    pending: dict[Future[Any], tuple[Found, str]] = {}
    for each in found:
        if each.exercise.id not in prepared:
            prepared[each.exercise.id] = _prepare(each.exercise, run.seed)
        ready = prepared[each.exercise.id]
        content, trouble = _content(each)
        if content is None:
            yield _unobserved(each, ready.checks, *trouble)
            continue
        digest = hashlib.sha256(content).hexdigest()
        job = Job(ready.suite, each.filename, content)
        pending[executor.submit(pool.observe, job, run.timeout, run.confined)] = (each, digest)
        if len(pending) >= run.in_flight:
            yield from _take(pending, prepared, run)
    while pending:
        yield from _take(pending, prepared, run)
    for ready in prepared.values():
        yield from _judge(ready)


def _prepare(exercise: Exercise, seed: int) -> _Prepared:
    cases = draw_cases(exercise.probes(), seed, exercise.id)
    return _Prepared(exercise, cases, Suite.of(exercise, cases), checks_in(exercise.checks()))


def _content(found: Found) -> tuple[bytes | None, tuple[outcome.Status, str]]:
    if found.read is None:
        return None, ("missing", f"no {found.exercise.filename} and no {found.exercise.id}.ipynb was handed in")
    try:
        return found.read(), ("graded", "")
    except Refused as error:
        return None, ("unreadable", str(error))


def _take(pending: dict[Future[Any], tuple[Found, str]], prepared: dict[str, _Prepared], run: Run) -> Iterator[Result]:
    done, _ = wait(pending, return_when=FIRST_COMPLETED)
    for future in done:
        each, digest = pending.pop(future)
        ready = prepared[each.exercise.id]
        try:
            seen = future.result()
        except Exception as error:  # a cluster's worker that was lost for good
            seen = f"{type(error).__name__}: {error}"
        if isinstance(seen, str):
            yield _unobserved(each, ready.checks, "grader_fault", seen, digest)
            continue
        ready.waiting.append((each, digest, outcome.read(seen, ready.cases, run.timeout)))
        ready.held += len(seen.frames)
    for ready in prepared.values():
        if ready.due:
            yield from _judge(ready)


def _judge(ready: _Prepared) -> Iterator[Result]:
    waiting, ready.waiting, ready.held, ready.judged = ready.waiting, [], 0, time.monotonic()
    if not waiting:
        return
    grades = judge(ready.exercise, ready.cases, [seen.observations for _, _, seen in waiting])
    for (each, digest, seen), graded in zip(waiting, grades, strict=True):
        yield _result(each, digest, seen, graded)


def _result(found: Found, digest: str, seen: outcome.Outcome, graded: Grade) -> Result:
    faults = [verdict for verdict in graded.verdicts if verdict.outcome == "fault"]
    if faults:
        # Not the learner's doing: no points are written, and the run says so.
        note = f"the check {faults[0].check} could not be run: {faults[0].message}"
        return _entry(found, "grader_fault", None, seen.seconds, note, digest, graded.verdicts)
    return _entry(found, seen.status, graded.points, seen.seconds, seen.note, digest, graded.verdicts)


def _unobserved(found: Found, checks: list[Check], status: outcome.Status, note: str, digest: str = "") -> Result:
    rows = (("nothing", note),)
    verdicts = [Verdict(check.name, check.title, "failed", check.points, rows) for check in checks]
    return _entry(found, status, None if status == "grader_fault" else 0, 0.0, note, digest, verdicts)


def _entry(
    found: Found,
    status: outcome.Status,
    points: int | None,
    seconds: float,
    note: str,
    digest: str,
    verdicts: list[Verdict],
) -> Result:
    return {
        "student": found.student,
        "exercise": found.exercise.id,
        "status": status,
        "points": points,
        "max_points": sum(verdict.max_points for verdict in verdicts),
        "seconds": seconds,
        "note": clean(note, MAX_NOTE),
        "digest": digest,
        "checks": [_check(verdict, status) for verdict in verdicts],
    }


def _check(verdict: Verdict, status: outcome.Status) -> dict[str, Any]:
    counts = status != "grader_fault"
    return {
        "name": verdict.check,
        "title": verdict.title,
        "passed": verdict.passed and counts,
        "points": verdict.points if counts else None,
        "max_points": verdict.max_points,
        "message": clean(verdict.message, MAX_MESSAGE),
        "misconception": None,
    }

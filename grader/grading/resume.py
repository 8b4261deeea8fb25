"""Going on from an earlier run: what it graded and has not changed since is kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from grader.errors import UnsafeFileError, UserError
from grader.grading.class_folder import FoundSubmission
from grader.grading.ledger import Ledger, read_ledger
from grader.records import RunInfo, SubmissionResult


@dataclass(frozen=True)
class EarlierRun:
    """What an earlier run left behind."""

    info: RunInfo
    results: list[SubmissionResult] = field(default_factory=list)


def ledger_path(json_file: Path) -> Path:
    """Where a run keeps its results until ``json_file`` is written."""
    return json_file.with_name(f"{json_file.name}.unfinished")


def read_earlier_run(json_file: Path) -> EarlierRun:
    """An earlier run's JSON result, or the ledger of one that was stopped or killed.

    The ledger is newer. Where it has another seed or other versions than the result beside it, only the ledger counts.

    Raises:
        UserError: neither is there, or one of them cannot be read.
    """
    info: RunInfo | None = None
    results: list[SubmissionResult] = []
    ledger = ledger_path(json_file)
    try:
        if json_file.exists():
            whole = json.loads(json_file.read_text(encoding="utf-8"))
            info = RunInfo.from_json(whole)
            results += [SubmissionResult.from_json(entry) for entry in whole["submissions"]]
        if ledger.exists():
            before, (info, newer) = info, read_ledger(ledger)
            results = results + newer if info == before else newer
    except (ValueError, KeyError, TypeError, OSError) as error:
        problem = f"{type(error).__name__}: {error}"
        raise UserError(f"{json_file} is not a result of kata grade that a run can resume ({problem}).") from None
    if info is None:
        raise UserError(f"there is no {json_file}, and no {ledger.name} of a run that was stopped.")
    return EarlierRun(info, results)


def run_info(seed: int, versions: dict[str, str], earlier: EarlierRun | None) -> tuple[RunInfo, list[SubmissionResult]]:
    """The run's facts, and the earlier results that may be kept: none where the versions differ."""
    if earlier is None:
        return RunInfo(seed, versions), []
    return RunInfo(seed, versions), earlier.results if earlier.info.versions == versions else []


def carry_over(
    submissions: Iterable[FoundSubmission],
    earlier: list[SubmissionResult],
    ledger: Ledger,
    name_of: Callable[[str], str],
) -> Iterator[FoundSubmission]:
    """Write down what was graded earlier and has not changed since; yield the rest.

    Args:
        submissions: all of this run's.
        earlier: the results that may be kept.
        ledger: of this run.
        name_of: what a student is called in the results.
    """
    known = {(result.student, result.exercise): result for result in earlier}
    for submission in submissions:
        result = known.get((name_of(submission.student), submission.exercise.id))
        if result is not None and _unchanged(submission, result):
            ledger.add(result)
        else:
            yield submission


def _unchanged(submission: FoundSubmission, result: SubmissionResult) -> bool:
    if result.status == "grader_fault" or not result.digest or submission.read is None:
        return False
    try:
        return hashlib.sha256(submission.read()).hexdigest() == result.digest
    except UnsafeFileError:
        return False

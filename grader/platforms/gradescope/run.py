"""``python -m grader.platforms.gradescope.run /autograder``: grade one submission as Gradescope lays it out."""

from __future__ import annotations

import hashlib
import json
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from grader import catalog
from grader.errors import SandboxError, UnsafeFileError
from grader.grading.class_folder import FoundSubmission, find_one
from grader.grading.run import RunSettings, grade
from grader.platforms.gradescope.settings import SETTINGS, Settings
from grader.records import SubmissionResult
from grader.reporting.gradescope import write_results
from grader.sandbox import bubblewrap, other_user
from grader.sandbox.doctor import sandbox_ready
from grader.sandbox.pool import LocalPool
from grader.text import one_line, print_everything


def run(folder: Path) -> int:
    """Write ``results/results.json``; 1 where the grader itself failed. What is printed only instructors see."""
    results_file = folder / "results" / "results.json"
    results_file.unlink(missing_ok=True)
    settings = Settings.read(folder / "source" / SETTINGS)
    try:
        results = _grade(folder, settings)
    except Exception as error:  # a fault of the grader's own
        traceback.print_exc(file=sys.stdout)
        write_results(results_file, [], settings.visibility, one_line(f"{type(error).__name__}: {error}"))
        return 1
    write_results(results_file, results, settings.visibility)
    for result in results:
        points = "no points" if result.points is None else f"{result.points} of {result.max_points} points"
        print(f"{result.exercise}: {result.status}, {points}. {one_line(result.note)}".rstrip())
    return int(any(result.status == "grader_fault" for result in results))


def _grade(folder: Path, settings: Settings) -> list[SubmissionResult]:
    """All processes that met the submission have ended when this returns."""
    found = find_one(folder / "submission", "submission", catalog.chosen(settings.exercises))
    seed = settings.seed(_name(folder, found))
    print(f"seed {seed}")
    user = _user(folder)
    options = RunSettings(seed, settings.timeout, confined=user is None, in_flight=2, user=user)
    try:
        with LocalPool(1) as pool:
            return list(grade(found, options, pool.executor))
    finally:
        if user is not None:
            other_user.end_processes(user)


def _name(folder: Path, found: Sequence[FoundSubmission]) -> str:
    """Gradescope's id of the submission; where nothing says it, the digest of its files."""
    try:
        metadata = json.loads((folder / "submission_metadata.json").read_text(encoding="utf-8"))
        return f"id {metadata['id']}"
    except (OSError, ValueError, KeyError, TypeError):
        digest = hashlib.sha256()
        for submission in found:
            digest.update(f"{submission.exercise.id} {submission.filename}\0".encode())
            if submission.read is not None:
                try:
                    digest.update(hashlib.sha256(submission.read()).digest())
                except UnsafeFileError:
                    continue
        return f"files {digest.hexdigest()}"


def _user(folder: Path) -> int | None:
    """The user that submissions run as where this container has no sandbox; None where it has one.

    Raises:
        SandboxError: neither is to be had.
    """
    ready, why = sandbox_ready()
    if ready:
        print("submissions run in the sandbox")
        return None
    try:
        user = other_user.choose()
        other_user.close([folder, *bubblewrap.answers()], user)
    except (SandboxError, OSError) as error:
        raise SandboxError(f"there is no sandbox ({why}), and nothing in its place: {error}") from None
    print(f"submissions run as user {user}, with system calls filtered; there is no sandbox: {one_line(why)}")
    return user


if __name__ == "__main__":
    print_everything()
    sys.exit(run(Path(sys.argv[1])))

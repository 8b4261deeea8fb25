"""Made-up results of a run, with all that a report has to carry."""

from __future__ import annotations

from grader.records import CheckResult, RunInfo, SubmissionResult

RUN = RunInfo(7, {"kit": "1", "suites": "abc", "python": "3.11", "torch": "2.4"})
PASSED = CheckResult("test_a", "a is right", True, 6, 6, "")
FAILED = CheckResult("test_b", "b is right", False, 0, 4, "returned: 28\nwhy: sizes are multiplied", ("sums",))
FAULT = CheckResult("test_a", "a is right", False, None, 10, "the check could not be run")


def graded(student: str, exercise: str = "ex01", note: str = "", digest: str = "") -> SubmissionResult:
    """Six of ten points."""
    return SubmissionResult(student, exercise, "graded", 6, 10, 0.5, note, digest, (PASSED, FAILED))


def faulty(student: str, exercise: str = "ex01") -> SubmissionResult:
    """What the grader could not grade."""
    return SubmissionResult(student, exercise, "grader_fault", None, 10, 0.0, "the sandbox failed", "d", (FAULT,))

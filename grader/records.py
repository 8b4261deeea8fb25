"""What travels from the judge to the reports: plain records that any report can read, and their JSON form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Rows = Sequence[tuple[str, str]]
"""What a learner reads, as (label, text): what was called, what came back, what was expected, the reason."""

NOT_WRITTEN = "not written"
"""The label of the row that says which part of a stub still has to be written."""

Outcome = Literal["passed", "failed", "waits", "not started", "fault"]
Status = Literal[
    "graded", "missing", "unreadable", "crashed", "timed_out", "out_of_memory", "exited", "too_much_output",
    "malformed", "grader_fault",
]  # fmt: skip


@dataclass(frozen=True)
class NamedMistake:
    """A known mistake that a diagnosis names: its identifier, its title and the explanation that learners read."""

    id: str
    title: str
    explanation: str


@dataclass(frozen=True)
class Verdict:
    """One check's outcome.

    ``rows`` are the lines a learner reads. "waits" means that a check it builds on failed; "fault" is the kit's own
    failure and never counts as the learner's. ``mistakes`` are the identifiers of the known mistakes that explain a
    failure; ``behaviour`` is equal for answers that fail the check with equal observations, and empty where it passed
    or is not written.
    """

    check: str
    title: str
    outcome: Outcome
    max_points: int
    rows: tuple[tuple[str, str], ...] = ()
    mistakes: tuple[str, ...] = ()
    behaviour: str = ""

    @property
    def passed(self) -> bool:
        return self.outcome == "passed"

    @property
    def unwritten(self) -> bool:
        """Whether it failed only because a part of the stub is not written yet."""
        return self.outcome == "failed" and not self.mistakes and any(label == NOT_WRITTEN for label, _ in self.rows)

    @property
    def points(self) -> int:
        """All of the check's points or none."""
        return self.max_points if self.passed else 0

    @property
    def message(self) -> str:
        """The rows as plain text, one per line; empty for a check that passed."""
        return as_text(self.rows)

    def to_json(self) -> dict[str, Any]:
        return {
            "check": self.check,
            "title": self.title,
            "outcome": self.outcome,
            "max_points": self.max_points,
            "rows": [list(row) for row in self.rows],
            "mistakes": list(self.mistakes),
            "behaviour": self.behaviour,
        }

    @classmethod
    def from_json(cls, entry: dict[str, Any]) -> Verdict:
        rows = tuple((label, text) for label, text in entry["rows"])
        return cls(**entry | {"rows": rows, "mistakes": tuple(entry["mistakes"])})


def as_text(rows: Rows) -> str:
    """Rows as plain text, one per line."""
    return "\n".join(f"{label}: {text}" if label else text for label, text in rows)


@dataclass
class Grade:
    """All verdicts of one submission.

    ``problem`` holds the rows on what kept the code from being used at all; ``mistakes`` are the known mistakes that
    explain the failed checks, the one that explains most of them first.
    """

    exercise: str
    verdicts: list[Verdict] = field(default_factory=list)
    problem: tuple[tuple[str, str], ...] = ()
    mistakes: tuple[NamedMistake, ...] = ()

    @property
    def points(self) -> int:
        return sum(verdict.points for verdict in self.verdicts)

    @property
    def max_points(self) -> int:
        return sum(verdict.max_points for verdict in self.verdicts)

    @property
    def passed(self) -> bool:
        return bool(self.verdicts) and all(verdict.passed for verdict in self.verdicts)

    @property
    def unwritten(self) -> bool:
        """Whether nothing passed, and all that failed is not written yet."""
        outcomes = [verdict.unwritten for verdict in self.verdicts if verdict.outcome in ("passed", "failed")]
        return bool(outcomes) and all(outcomes)


@dataclass(frozen=True)
class RunInfo:
    """What a run's grades depend on: the seed of its draw, and the versions of kit, suites, Python and torch."""

    seed: int
    versions: dict[str, str]

    def to_json(self) -> dict[str, Any]:
        return dict(vars(self))

    @classmethod
    def from_json(cls, entry: dict[str, Any]) -> RunInfo:
        return cls(int(entry["seed"]), dict(entry["versions"]))


@dataclass(frozen=True)
class CheckResult:
    """One check in a submission's result.

    ``points`` is None where the grader failed; ``mistakes`` and ``behaviour`` are the verdict's.
    """

    name: str
    title: str
    passed: bool
    points: int | None
    max_points: int
    message: str
    mistakes: tuple[str, ...] = ()
    behaviour: str = ""


@dataclass(frozen=True)
class SubmissionResult:
    """What came of one submission.

    Attributes:
        student: the student's folder name, or a pseudonym.
        exercise: its id.
        status: how the submission ended.
        points: None for a grader_fault, else what it earned.
        max_points: the suite's points.
        seconds: wall seconds that its process ran.
        note: a sentence on what happened where it did not end well.
        digest: SHA-256 of what was submitted; empty where nothing was read.
        checks: one entry per check.
        mistakes: the known mistakes that the checks' identifiers stand for.
    """

    student: str
    exercise: str
    status: Status
    points: int | None
    max_points: int
    seconds: float = 0.0
    note: str = ""
    digest: str = ""
    checks: tuple[CheckResult, ...] = ()
    mistakes: tuple[NamedMistake, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The entry in the JSON result, as ``reporting/result.schema.json`` describes it."""
        checks = [vars(check) | {"mistakes": list(check.mistakes)} for check in self.checks]
        return vars(self) | {"checks": checks, "mistakes": [dict(vars(mistake)) for mistake in self.mistakes]}

    @classmethod
    def from_json(cls, entry: dict[str, Any]) -> SubmissionResult:
        """Raises KeyError or TypeError where the entry lacks a part."""
        checks = tuple(CheckResult(**check | {"mistakes": tuple(check["mistakes"])}) for check in entry["checks"])
        mistakes = tuple(NamedMistake(**mistake) for mistake in entry["mistakes"])
        return cls(**entry | {"checks": checks, "mistakes": mistakes})

"""What the judge hands on: verdicts and grades, plain records that any report can read."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Outcome = Literal["passed", "failed", "waits", "not started", "fault"]


@dataclass(frozen=True)
class Verdict:
    """One check's outcome.

    ``rows`` are the lines a learner reads, as (label, text): what was called, what came back, what was
    expected and why. "waits" stands behind another check that failed; "fault" is the kit's own mistake and is
    never booked as the learner's.
    """

    check: str
    title: str
    outcome: Outcome
    max_points: int
    rows: tuple[tuple[str, str], ...] = ()

    @property
    def passed(self) -> bool:
        return self.outcome == "passed"

    @property
    def points(self) -> int:
        """All of the check's points or none."""
        return self.max_points if self.passed else 0

    @property
    def message(self) -> str:
        """The rows as plain text, a row a line; empty for a check that passed."""
        return "\n".join(f"{label}: {text}" if label else text for label, text in self.rows)

    def as_plain(self) -> dict[str, Any]:
        """A JSON-ready copy, for a trip between processes."""
        return asdict(self) | {"rows": [list(row) for row in self.rows]}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Verdict:
        return cls(**plain | {"rows": tuple((label, text) for label, text in plain["rows"])})


@dataclass
class Grade:
    """All verdicts of one submission, with what kept the code from being used at all in ``trouble``."""

    exercise: str
    verdicts: list[Verdict] = field(default_factory=list)
    trouble: tuple[tuple[str, str], ...] = ()

    @property
    def points(self) -> int:
        return sum(verdict.points for verdict in self.verdicts)

    @property
    def max_points(self) -> int:
        return sum(verdict.max_points for verdict in self.verdicts)

    @property
    def passed(self) -> bool:
        return bool(self.verdicts) and all(verdict.passed for verdict in self.verdicts)

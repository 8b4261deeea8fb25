"""One exercise, prepared for all submissions of a run: its suite, and that suite's observing half for the sandbox."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from grader.catalog import Exercise
from grader.grading.known import library_of
from grader.judging.diagnosis.library import Library
from grader.judging.judge import judge
from grader.judging.suite import Suite, load_suite
from grader.observing.slips import Slip
from grader.records import Grade
from grader.sandbox.job import Job, PackedSuite
from grader.sandbox.observations import Observations, read_observations
from grader.sandbox.process_output import ProcessOutput


@dataclass(frozen=True)
class PreparedExercise:
    """An exercise under one draw, ready to grade any number of submissions."""

    suite: Suite
    packed: PackedSuite

    def job(self, filename: str, content: bytes) -> Job:
        """What the sandbox is given for one submission."""
        return Job(self.packed, filename, content)

    def read(self, output: ProcessOutput, timeout: float) -> Observations:
        """What came of one submission."""
        return read_observations(output, timeout)

    def judge(self, observed: Observations, slips: Callable[[], Sequence[Slip]] = tuple) -> Grade:
        """The grade for one submission, with the known mistakes that explain it; ``slips`` is as for `judge`."""
        return judge(self.suite, observed.by_case, lambda: self.library, slips, observed.missing)

    @cached_property
    def library(self) -> Library | None:
        """The known mistakes under the run's draw."""
        return library_of(self.suite)


def prepare(exercise: Exercise, seed: int) -> PreparedExercise:
    """Draw an exercise's cases and load its checks.

    Raises:
        SuiteError: the suite could not judge anybody.
    """
    suite = load_suite(exercise, seed)
    return PreparedExercise(suite, PackedSuite.of(exercise, suite.cases))

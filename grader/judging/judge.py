"""One submission's observations in, its grade out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from grader.judging.checks import CheckFailedError
from grader.judging.diagnosis.diagnose import answered, diagnosed
from grader.judging.diagnosis.library import Library
from grader.judging.suite import Suite
from grader.observing.cases import Case
from grader.observing.observe import Observation
from grader.observing.slips import Slip
from grader.observing.small_nets import for_small_nets
from grader.records import Grade


def judge(
    suite: Suite,
    observations: Mapping[str, Observation],
    library: Callable[[], Library | None] = lambda: None,
    slips: Callable[[], Sequence[Slip]] = tuple,
    missing: str = "",
) -> Grade:
    """The grade for one submission.

    Args:
        suite: of the draw that the observations were made with.
        observations: by case name; a case that is missing fails the checks that ask for it.
        library: gives the known mistakes under that draw; it is only asked where a check fails.
        slips: looks for slips in the submission's source; it is only asked where no known mistake explains a failure.
        missing: why cases are missing, where it is not that the code ended.
    """

    def look_up(case: Case) -> Observation:
        if case.name not in observations:
            why = ("too much", missing) if missing else ("nothing", "the code ended before this was run")
            raise CheckFailedError([("called", case.called), why])
        return observations[case.name]

    results = suite.results(look_up)
    with for_small_nets():
        grade = Grade(suite.exercise.id, [results.verdict(check) for check in suite.checks])
        if any(verdict.outcome == "failed" for verdict in grade.verdicts):
            results.observations |= {name: seen for name, seen in observations.items() if name in suite.cases}
            grade = diagnosed(grade, answered(results, grade.verdicts, slips), library())
        return grade

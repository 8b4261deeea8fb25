"""One submission judged without pytest's session around it: the same checks, called one after the other.

For doors that judge one submission at a time: a session costs more than all of a suite's checks.
"""

from __future__ import annotations

from collections.abc import Mapping

from grader.catalog import Exercise
from grader.judging.case_result import Evidence
from grader.judging.checks import Check, checks_in
from grader.judging.judge import evidence_of, one_thread
from grader.judging.verdict import verdict_of
from grader.observing.cases import Case
from grader.observing.observe import Observation
from grader.records import Grade, Verdict


def judge_one(exercise: Exercise, cases: Mapping[str, Case], observations: Mapping[str, Observation]) -> Grade:
    """The grade for one submission's observations, as `grader.judging.judge.judge` gives it."""
    evidence = evidence_of(cases, observations)
    with one_thread():
        return Grade(exercise.id, [verdict(check, evidence) for check in checks_in(exercise.checks())])


def verdict(check: Check, evidence: Evidence) -> Verdict:
    """One check's verdict on the evidence."""
    try:
        check.function(evidence)
    except Exception as error:
        return verdict_of(check, error)
    return verdict_of(check, None)

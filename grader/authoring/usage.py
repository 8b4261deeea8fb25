"""What a submission uses of its budget, for those who write suites: right answers use a tenth of it at most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from grader.judging.suite import Suite
from grader.observing.budget import LIMITS, Budget, Kind
from grader.observing.observe import Observation
from grader.records import Verdict
from grader.sandbox import wire

ROOM = 10
"""How many times what a right answer uses the limits are at least."""


def verdicts_and_usage(suite: Suite, observations: Mapping[str, Observation]) -> tuple[list[Verdict], dict[Kind, int]]:
    """Judge observations; and what sending and judging them uses."""
    sent = Budget()
    for name, observed in observations.items():
        wire.dump_observation(name, observed, sent)
    results = suite.results(lambda case: observations[case.name])
    verdicts = [results.verdict(check) for check in suite.checks]
    return verdicts, {kind: 2 * most - sent.left[kind] - results.budget.left[kind] for kind, most in LIMITS.items()}


def too_much(used: Mapping[Kind, int]) -> Iterator[str]:
    """What a right answer uses more of than a tenth of the limit, in words."""
    for kind, amount in used.items():
        if ROOM * amount > LIMITS[kind]:
            yield f"it uses {amount:,} {kind}; the limit is {LIMITS[kind]:,}, ten times what a right answer may use"

"""What a submission may cost the grader is counted, over all that it sends and all that checks do with it."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import pytest
import torch

from grader import catalog
from grader.authoring.grade_source import observe_source, suite_of
from grader.authoring.usage import ROOM, too_much, verdicts_and_usage
from grader.judging.judge import judge
from grader.judging.results import CaseResults
from grader.observing.budget import LIMITS, Budget
from grader.observing.observe import Observation
from grader.observing.plain import MAX_ITEMS
from grader.sandbox import wire
from grader.sandbox.frames import FRAME, IMPORT, NOTES, FrameReader
from grader.sandbox.observations import read_observations
from grader.sandbox.process_output import ProcessOutput

ROOT = Path(__file__).parents[2]
FAST = [catalog.exercise(name) for name in ("ex01", "ex02", "ex03", "ex08")]
CASES = [f"case {number}" for number in range(200)]


@cache
def honest(exercise: catalog.Exercise) -> dict[str, Observation]:
    """What the solution is seen to do."""
    return observe_source(exercise, exercise.path(ROOT, "solutions").read_text(encoding="utf-8"))


def framed(*bodies: bytes) -> bytes:
    return b"".join(FRAME.pack(len(body)) + body for body in bodies)


def start() -> list[bytes]:
    """The frames before the first case."""
    return [wire.dump_observation(IMPORT, Observation("returned")), wire.dump([NOTES, []])]


def case(number: int, value: object) -> bytes:
    return wire.dump_observation(CASES[number], Observation("returned", value))


@pytest.mark.parametrize("exercise", FAST, ids=lambda exercise: exercise.id)
def test_the_limits_are_ten_times_what_a_right_answer_uses(exercise):
    """`kata author check` asks the same of all solutions and alternatives, see tests/suites/test_suites.py."""
    verdicts, used = verdicts_and_usage(suite_of(exercise), honest(exercise))
    assert all(verdict.passed for verdict in verdicts)
    assert list(too_much(used)) == []
    assert used["bytes"] and used["values"] and used["calls"] and used["comparisons"]


def test_a_right_answer_near_a_limit_is_a_finding():
    most = LIMITS["values"] // ROOM
    assert list(too_much({"values": most})) == []
    (words,) = too_much({"values": most + 1})
    assert words.startswith(f"it uses {most + 1:,} values; the limit is")


# Each fits a frame by itself; a limit on frames alone would let hundreds of them through.
LARGE = {
    "bytes": torch.zeros(2**18),
    "values": [0.5] * 1_000,
    "tensors": [torch.zeros(1) for _ in range(300)],
}


@pytest.mark.parametrize("kind", LARGE)
def test_limits_hold_for_all_frames_together(kind):
    reader = FrameReader(CASES)
    for body in start():
        reader.feed(framed(body))
    sent = 0
    while not reader.stopped:
        reader.feed(framed(case(sent, LARGE[kind])))
        sent += 1
    assert 5 < sent < 100
    assert reader.received.malformed == ""
    assert f"more than {LIMITS[kind]:,} " in reader.received.over_budget
    assert list(reader.received.by_case) == CASES[: sent - 1], "what was read before counts"
    observed = read_observations(ProcessOutput(reader.received, b"", -9, False, False, 0.0, 0.0), 60)
    assert (observed.status, observed.note) == ("too_much_output", reader.received.over_budget)


def test_the_reason_is_what_a_check_without_its_case_says():
    exercise = catalog.exercise("ex03")
    some = dict(list(honest(exercise).items())[:30])
    grade = judge(suite_of(exercise), some, missing="the code produced more than 3 values in all")
    assert any(verdict.passed for verdict in grade.verdicts), "what was read before counts"
    failed = [verdict for verdict in grade.verdicts if verdict.outcome == "failed"]
    assert failed
    assert all("too much: the code produced more than 3 values" in verdict.message for verdict in failed)


def test_frames_are_read_as_they_arrive():
    reader = FrameReader(CASES)
    whole = framed(*start(), case(0, [1, 2]), case(1, torch.ones(3)))
    for at in range(len(whole)):
        reader.feed(whole[at : at + 1])
    assert list(reader.received.by_case) == CASES[:2]
    reader.feed(framed(case(5, None)))
    assert "out of turn" in reader.received.malformed
    assert reader.stopped
    reader.feed(framed(case(2, None)))
    assert list(reader.received.by_case) == CASES[:2], "nothing after the first that was out of turn"


def test_nothing_large_is_kept_of_a_frame_that_is_refused():
    reader = FrameReader(CASES)
    reader.feed(FRAME.pack(LIMITS["bytes"] + 1))
    assert reader.stopped
    for _ in range(20):
        reader.feed(bytes(2**20))
    assert sys.getsizeof(reader._unread) < 1_000


def test_values_too_large_to_be_kept_do_not_cost_the_cases_after_them():
    """Code that only returns too much, and forges nothing, reaches no limit."""
    budget, reader = Budget(), FrameReader(CASES)
    for body in start():
        reader.feed(framed(body))
    for number in range(100):
        value = [0] * (MAX_ITEMS - 1) if number < 50 else number
        reader.feed(framed(wire.dump_observation(CASES[number], Observation("returned", value), budget)))
    assert not reader.stopped
    values = [observation.value for observation in reader.received.by_case.values()]
    assert len(values) == 100
    assert values[50:] == list(range(50, 100))
    assert {str(value) for value in values[10:50]} == {"a value too large to be kept"}


def test_checks_that_go_through_too_much_fail_with_the_reason():
    exercise = catalog.exercise("ex08")
    suite = suite_of(exercise)

    def results(spent: int) -> CaseResults:
        made = suite.results(lambda case: honest(exercise)[case.name])
        made.budget.left["comparisons"] -= spent
        return made

    assert all(results(0).verdict(check).passed for check in suite.checks)
    late = results(LIMITS["comparisons"] - 300)
    verdicts = [late.verdict(check) for check in suite.checks]
    assert verdicts[0].passed, "what was judged before counts"
    first = next(index for index, verdict in enumerate(verdicts) if not verdict.passed)
    assert all(not verdict.passed for verdict in verdicts[first:])
    assert all(
        "no right answer needs" in verdict.message for verdict in verdicts[first:] if verdict.outcome == "failed"
    )

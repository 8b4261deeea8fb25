"""An exercise prepared for a run, and what comes of one submission's bytes."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from grader import catalog
from grader.grading.prepare import prepare
from grader.sandbox import fresh_process
from grader.sandbox.frames import FrameReader
from grader.sandbox.observations import slips_of
from grader.sandbox.process_output import ProcessOutput
from tests.pytest_plugin.kit import ROOT

EX01 = catalog.exercise("ex01")
RIGHT = EX01.path(ROOT, "solutions").read_bytes()


def test_the_same_seed_draws_the_same_and_another_draws_others():
    one, same, other = (prepare(EX01, seed) for seed in (3, 3, 4))
    assert one.packed == same.packed
    assert one.packed != other.packed
    name = "one sample"
    assert torch.equal(one.suite.cases[name].arguments["x"], same.suite.cases[name].arguments["x"])
    assert not torch.equal(one.suite.cases[name].arguments["x"], other.suite.cases[name].arguments["x"])


def test_what_the_sandbox_is_given_holds_no_check_and_no_seed():
    prepared = prepare(EX01, 123_456_789)
    packed = prepared.packed.packed + prepared.job(EX01.filename, RIGHT).pack()
    for word in (b"test_one_sample", b"counts the features", b"123456789", b"hint"):
        assert word not in packed


def test_a_submission_is_observed_read_and_judged():
    prepared = prepare(EX01, 5)
    observed = prepared.read(fresh_process.run(prepared.job(EX01.filename, RIGHT), 60), 60)
    assert list(observed.by_case) == list(prepared.suite.cases)
    grade = prepared.judge(observed)
    assert (grade.points, grade.max_points, grade.passed) == (10, 10, True)


def test_a_submission_that_is_only_read_never_runs(tmp_path):
    source = f"open({str(tmp_path / 'ran')!r}, 'w')\ndef f(x):\n    y = x\n"
    job = prepare(EX01, 5).job(EX01.filename, source.encode())
    output = fresh_process.run(replace(job, only_read=True), 60)
    assert [(slip.kind, slip.line) for slip in slips_of(output)] == [("no_return", 3)]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("frames", [b"", b"\0" * 40, b"\xff" * 9, b"no frame of ours"])
def test_bytes_that_say_nothing_earn_nothing(frames):
    prepared = prepare(EX01, 5)
    reader = FrameReader(prepared.packed.cases)
    reader.feed(frames)
    observed = prepared.read(ProcessOutput(reader.received, b"", 0, False, False, 0.0, 0.0), 60)
    grade = prepared.judge(observed)
    assert (grade.points, grade.max_points) == (0, 10)
    assert observed.status in ("exited", "malformed")
    assert {verdict.outcome for verdict in grade.verdicts} <= {"failed", "waits"}

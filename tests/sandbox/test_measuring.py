"""What the benchmarks count as a sandbox's CPU time."""

from __future__ import annotations

import os

import pytest

from grader import catalog
from grader.grading.prepare import prepare
from grader.sandbox.doctor import sandbox_ready
from grader.sandbox.job import Job
from grader.sandbox.worker import Worker
from tests.benchmarks.measuring import WarmProcesses

READY, WHY = sandbox_ready()
COMPUTES = b"import time\nwhile time.process_time() < 2:\n    pass\n"


@pytest.mark.skipif(not READY, reason=f"no sandbox on this machine: {WHY}")
def test_a_submission_that_runs_is_counted_once():
    """It looks like the warm process that forked it, which counts it when it has ended."""
    suite = prepare(catalog.exercise("ex01"), 0).packed
    with WarmProcesses(os.getpid()) as warm, Worker() as worker:
        worker.run(Job(suite, "num_flat_features.py", COMPUTES), 20)
        # What PyTorch starts while it is loaded has the warm process's name for a moment, and costs nothing.
        assert sum(seconds >= 1 for seconds in warm.seen.values()) == 1

"""The limit on time, by a timer's signal and, for systems without one, by a thread: each in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

BY = {"signal": "", "thread": "import signal\ndel signal.setitimer\n"}
START = """
import time
import torch
from grader.observing.limit import ComputedTooLongError, WaitedTooLongError, time_limit
"""
by = pytest.mark.parametrize("by", BY)


def run(by: str, code: str, answers: str = "") -> None:
    command = [sys.executable, "-c", BY[by] + START + code]
    done = subprocess.run(command, input=answers, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr


@by
def test_late_imports_of_torch_are_neither_charged_nor_cut_off(by):
    run(
        by,
        """
with time_limit(0.5):
    optimizer = torch.optim.Adam(torch.nn.Linear(2, 2).parameters())
    import torch._dynamo
torch._dynamo.reset()
""",
    )


@by
def test_an_endless_loop_computed_for_too_long(by):
    run(
        by,
        """
try:
    with time_limit(0.5):
        while True:
            pass
except ComputedTooLongError:
    pass
else:
    raise SystemExit("no limit")
with time_limit(0.5):
    time.sleep(1)
""",
    )


@by
def test_code_that_sleeps_waited_for_too_long(by):
    run(
        by,
        """
try:
    with time_limit(0.25):
        for _ in range(1000):
            time.sleep(0.1)
except WaitedTooLongError:
    pass
else:
    raise SystemExit("no limit")
""",
    )


@by
def test_a_library_of_the_learners_own_is_charged(by, tmp_path):
    (tmp_path / "endless.py").write_text("while True:\n    pass\n", encoding="utf-8")
    run(
        by,
        f"""
import sys
sys.path.insert(0, {str(tmp_path)!r})
try:
    with time_limit(0.5):
        import endless
except ComputedTooLongError:
    pass
else:
    raise SystemExit("no limit")
""",
    )


@by
def test_an_open_debugger_stops_the_clock(by):
    run(
        by,
        """
with time_limit(0.25):
    breakpoint()
    done = True
""",
        "time.sleep(4)\nc\n",
    )

"""A new process for each submission, unconfined: for systems other than Linux, where no warm process can be forked."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from grader.observing.limit import PATIENCE
from grader.sandbox.bubblewrap import PACKAGE, environment
from grader.sandbox.job import Job, pack_whole
from grader.sandbox.process_output import KEPT_LOG, MAX_FRAMES, ProcessOutput

START = 30.0
"""CPU seconds that importing torch may take, on top of a submission's own time."""


def run(job: Job, timeout: float) -> ProcessOutput:
    """Observe one job in a process that ends with it."""
    passed = {name: os.environ[name] for name in ("SYSTEMROOT", "PATH", "TEMP", "TMP") if name in os.environ}
    settings = {**environment(), **passed, "PYTHONPATH": str(PACKAGE.parent)}
    command = [sys.executable, "-m", "grader.sandbox.child", str(timeout)]
    started = time.monotonic()
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=settings
    )
    timed_out = False
    try:
        frames, log = process.communicate(pack_whole(job), (timeout + START) * PATIENCE)
    except subprocess.TimeoutExpired:
        timed_out = True
        process.kill()
        frames, log = process.communicate()
    wall = time.monotonic() - started
    overflowed = len(frames) > MAX_FRAMES
    # How much CPU time it took is not known on every system; wall time is used instead.
    return ProcessOutput(frames[:MAX_FRAMES], log[:KEPT_LOG], process.returncode, timed_out, overflowed, wall, wall)

"""A new process for each submission, unconfined: for systems other than Linux, where no warm process can be forked."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from typing import IO

from grader.observing.limit import PATIENCE
from grader.sandbox.bubblewrap import PACKAGE, environment
from grader.sandbox.frames import FrameReader
from grader.sandbox.job import Job, pack_whole
from grader.sandbox.process_output import KEPT_LOG, MAX_LOG, ProcessOutput

START = 30.0
"""CPU seconds that importing torch may take, on top of a submission's own time."""


def run(job: Job, timeout: float) -> ProcessOutput:
    """Observe one job in a process that ends with it."""
    passed = {name: os.environ[name] for name in ("SYSTEMROOT", "PATH", "TEMP", "TMP") if name in os.environ}
    settings = {**environment(), **passed, "PYTHONPATH": str(PACKAGE.parent)}
    command = [sys.executable, "-m", "grader.sandbox.child", str(timeout), *(["only-read"] if job.only_read else [])]
    started = time.monotonic()
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=settings
    )
    assert process.stdin and process.stdout and process.stderr
    reader, log = FrameReader(job.suite.cases), _Log()
    threads = [
        threading.Thread(target=_write, args=(process.stdin, pack_whole(job)), daemon=True),
        threading.Thread(target=_read, args=(process, process.stdout, reader), daemon=True),
        threading.Thread(target=_read, args=(process, process.stderr, log), daemon=True),
    ]
    for thread in threads:
        thread.start()
    timed_out = False
    try:
        process.wait((timeout + START) * PATIENCE)
    except subprocess.TimeoutExpired:
        timed_out = True
        process.kill()
        process.wait()
    for thread in threads:
        thread.join(2)  # a process that it started may hold the pipes open
    wall = time.monotonic() - started
    # How much CPU time it took is not known on every system; wall time is used instead.
    return ProcessOutput(reader.received, bytes(log.kept), process.returncode, timed_out, log.stopped, wall, wall)


class _Log:
    """Keeps the beginning of what a process logs."""

    def __init__(self) -> None:
        self.kept = bytearray()
        self._size = 0

    @property
    def stopped(self) -> bool:
        """Whether it logged without end."""
        return self._size > MAX_LOG

    def feed(self, part: bytes) -> None:
        self._size += len(part)
        self.kept += part[: max(0, KEPT_LOG - len(self.kept))]


def _write(pipe: IO[bytes], content: bytes) -> None:
    with contextlib.suppress(OSError), pipe:
        pipe.write(content)


def _read(process: subprocess.Popen[bytes], pipe: IO[bytes], reader: FrameReader | _Log) -> None:
    """Hand on what comes, and end the process once that is enough."""
    with contextlib.suppress(OSError, ValueError), pipe:
        while part := os.read(pipe.fileno(), 1 << 20):
            reader.feed(part)
            if reader.stopped:
                process.kill()

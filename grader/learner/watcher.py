"""Ends a learner's run from outside where its code cannot be interrupted, after printing what was checked so far."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import grader


class WatcherProcess:
    """A small process that watches this one (`grader.observing.limit.Watcher`).

    A loop in C may hold the interpreter for good, so nothing in this process could print or stop anything.
    """

    def __init__(self, output: int) -> None:
        """``output`` is the descriptor to print to; the process is started when first needed."""
        self._output = output
        self._process: subprocess.Popen[bytes] | None = None

    def prepare(self, report: dict[str, Any] | None, ends: list[dict[str, Any]]) -> None:
        """What to print (`unfinished.as_text`), ending with one of two verdicts: computed, or waited, for too long."""
        self._send({"report": report, "ends": ends})

    def watch(self, computing: float, waiting: float) -> None:
        self._send({"watch": [computing, waiting]})

    def rest(self) -> None:
        self._send({"watch": None})

    def close(self) -> None:
        """End the process."""
        if self._process is not None and self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
            self._process.kill()  # a process that the code started may hold the other end of its input open
            self._process.wait()

    def _send(self, message: dict[str, object]) -> None:
        if self._process is None:
            self._process = self._start()
            # The kit's own folder last: an editable installation finds it by other means than the path.
            self._send({"path": [*sys.path, str(Path(grader.__file__).parents[1])]})
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # it was ended by somebody
            self._process.stdin.write(json.dumps(message).encode() + b"\n")

    def _start(self) -> subprocess.Popen[bytes]:
        script = Path(__file__).with_name("watcher_process.py")
        command = [sys.executable, "-I", "-S", str(script), str(os.getpid())]
        return subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=self._output, stderr=subprocess.DEVNULL, bufsize=0
        )

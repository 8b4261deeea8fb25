"""Whole processes, timed by the operating system's own account of them and of all their children."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Cost:
    """CPU and wall seconds of a process and its children, and the largest of them in MB."""

    cpu: float
    wall: float
    megabytes: float


def run(command: Sequence[str | Path], cwd: Path = ROOT, statuses: Sequence[int] = (0,)) -> Cost:
    """Run a command to its end.

    Raises:
        RuntimeError: it ended with another status than those named.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # nobody compiles everything anew at each run
    started = time.monotonic()
    process = subprocess.Popen(
        [str(part) for part in command], cwd=cwd, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in statuses:
        raise RuntimeError(f"{command} ended with {process.returncode}:\n{said.decode()[-2000:]}")
    return Cost(used.ru_utime + used.ru_stime, time.monotonic() - started, used.ru_maxrss / 1024)


def python(*arguments: str | Path) -> list[str | Path]:
    return [sys.executable, *arguments]


def in_turn(rounds: int, *measures: Callable[[], float]) -> list[float]:
    """The median of each measure, taken in turn so that a drift of the machine's speed meets all of them."""
    taken = [[measure() for measure in measures] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*taken, strict=True)]

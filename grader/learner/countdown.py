"""How long another process may still compute and wait, read from outside.

Nothing but the standard library is imported: the process that counts starts at each run.
"""

from __future__ import annotations

import time

POLL = 0.5
"""Seconds between two looks."""


class Countdown:
    """Counts from now on what the process ``pid`` computes and waits, against two limits in seconds."""

    def __init__(self, pid: int, computing: float, waiting: float) -> None:
        self._pid = pid
        self._computing, self._waiting = computing, waiting
        self._before = _cpu_seconds(pid)
        self._looked = time.monotonic()
        self._passed = 0.0

    def reached(self) -> int | None:
        """Which limit is reached: 0 is that on computing, 1 that on waiting; None while none is."""
        now = time.monotonic()
        self._passed += min(now - self._looked, 2 * POLL)  # no longer: the machine may have been suspended
        self._looked = now
        computed = _cpu_seconds(self._pid) - self._before
        if computed >= self._computing:
            return 0
        return 1 if self._passed - computed >= self._waiting else None


def _cpu_seconds(pid: int) -> float:
    """CPU time of another process, by Linux's clock for it (clock_getcpuclockid(3)); 0 where there is none."""
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except (AttributeError, OSError):
        return 0.0

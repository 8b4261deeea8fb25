"""What comes out of one submission's process."""

from __future__ import annotations

from dataclasses import dataclass

from grader.sandbox.frames import Received

KEPT_LOG, MAX_LOG = 64 * 2**10, 32 * 2**20
"""Bytes of a log that are kept, and that end its process."""


@dataclass(frozen=True)
class ProcessOutput:
    """What came out of one submission's process: what its frames said, the beginning of its log, and how it ended.

    ``overflowed`` means that it logged without end. ``exit`` is the exit status, or minus a signal's number; ``cpu``
    and ``wall`` are in seconds.
    """

    received: Received
    log: bytes
    exit: int
    timed_out: bool
    overflowed: bool
    cpu: float
    wall: float

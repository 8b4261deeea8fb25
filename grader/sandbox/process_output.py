"""What comes out of one submission's process."""

from __future__ import annotations

from dataclasses import dataclass

MAX_FRAMES = 256 * 2**20
KEPT_LOG = 64 * 2**10


@dataclass(frozen=True)
class ProcessOutput:
    """What came out of one submission's process: bytes to be read with care, and the facts of its end.

    ``exit`` is the exit status, or minus a signal's number; ``cpu`` and ``wall`` are in seconds.
    """

    frames: bytes
    log: bytes
    exit: int
    timed_out: bool
    overflowed: bool
    cpu: float
    wall: float

"""Tries: to flood the report with notes."""

import ctypes
import os

from grader.observing.observe import Observation
from grader.sandbox import child, wire

STATUS = {"malformed", "too_much_output", "timed_out"}

child.sender(3)(wire.dump_observation("#import", Observation("returned", None)))
body = wire.dump(["#notes", ["n" * 500] * 20])
frame = (len(body).to_bytes(4, "little") + body) * 100
for _ in range(60):
    left = memoryview(frame)
    while left:
        left = left[os.write(3, left) :]
ctypes.CDLL(None)._exit(0)

"""Tries: to write every frame itself, with what an answer may look like, and to leave with status 0."""

import ctypes

from grader.observing.observe import Observation
from grader.sandbox import child, wire

STATUS = {"graded", "malformed", "exited"}
CASES = (
    "one sample", "two samples", "a small layer", "a tall layer", "vectors", "single numbers", "no samples",
    "a drawn shape", "left alone",
)  # fmt: skip

send = child.sender(3)
send(wire.dump_observation("#import", Observation("returned", None)))
send(wire.dump(["#notes", []]))
for name in CASES:
    send(wire.dump_observation(name, Observation("returned", {"type": "int", "number": True, "passed": True})))
send(wire.dump(["#end"]))
ctypes.CDLL(None)._exit(0)

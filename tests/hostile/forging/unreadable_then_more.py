"""Tries: to be unreadable and observed at once."""

import ctypes

from grader.observing.observe import Observation
from grader.sandbox import child, wire

STATUS = {"malformed"}

send = child.sender(3)
send(wire.dump(["#unreadable", [["file", "no file"]]]))
send(wire.dump_observation("#import", Observation("returned", None)))
send(wire.dump_observation("one sample", Observation("returned", {"type": "int", "number": 0})))
send(wire.dump(["#end"]))
ctypes.CDLL(None)._exit(0)

"""Tries: to say that all is told before anything was, and to leave with status 0."""

import ctypes

from grader.sandbox import child, wire

STATUS = {"exited", "malformed"}

child.sender(3)(wire.dump(["#end"]))
ctypes.CDLL(None)._exit(0)

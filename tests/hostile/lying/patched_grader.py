"""Tries: to run its own functions instead of the kit's: plain data, observing, frames."""

import sys

STATUS = {"graded", "exited", "malformed"}

from grader.observing import observe, plain, tools
from grader.sandbox import child, wire

tools.scalar = lambda value: {"type": "int", "number": True}
plain.plain = observe.plain = lambda value: {"type": "int", "number": True}
wire.dump_observation = lambda name, seen: wire.dump([name, "returned", True, None, ""])
child.observe = lambda *_: observe.Observation("returned", True)
for name in list(sys.modules):
    if name.endswith("_probes"):
        sys.modules[name].scalar = tools.scalar


def num_flat_features(x):
    return 0

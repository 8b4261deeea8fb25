"""Tries: to send cases in another order, and a case that there is not."""

from grader.observing.observe import Observation
from grader.sandbox import child, wire

STATUS = {"malformed"}
seen = Observation("returned", {"type": "int", "number": 576})


def num_flat_features(x):
    for name in ("left alone", "no such case", "one sample", "#import"):
        child.sender(3)(wire.dump_observation(name, seen))
    return 0

"""Tries: to answer the same case twice, the second time in another way."""

from grader.observing.observe import Observation
from grader.sandbox import child, wire

STATUS = {"malformed"}
real = child.sender


def num_flat_features(x):
    for number in (1, 576):
        child.sender(3)(
            wire.dump_observation("one sample", Observation("returned", {"type": "int", "number": -number}))
        )
    return 0

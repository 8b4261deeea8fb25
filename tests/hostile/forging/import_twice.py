"""Tries: to answer for its import itself, first well and then badly."""

from grader.observing.observe import Observation
from grader.sandbox import child, wire

STATUS = {"malformed"}

for _ in range(2):
    child.sender(3)(wire.dump_observation("#import", Observation("returned", None)))


def num_flat_features(x):
    return 0

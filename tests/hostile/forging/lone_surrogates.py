"""Tries: to put half characters into texts, which no file can be written with."""

from grader.observing.observe import Observation, Raised
from grader.sandbox import child, wire

STATUS = {"graded"}

HALF = "\ud800\udfff\udcff"


def num_flat_features(x):
    child.observe = lambda *_: Observation("raised", None, Raised(HALF, HALF), HALF)
    raise ValueError(HALF)

"""Tries: to have the judge read and show twelve tensors in each of twelve lists and so on, case after case."""

import ctypes

import torch

from grader.observing.observe import Observation
from grader.sandbox import child, wire

STATUS = {"too_much_output"}
CASES = ("one sample", "two samples", "a small layer", "a tall layer", "vectors")


def nest(depth):
    return [nest(depth - 1) for _ in range(12)] if depth else torch.zeros(1)


send = child.sender(3)
send(wire.dump_observation("#import", Observation("returned", None)))
send(wire.dump(["#notes", []]))
for case in CASES:
    send(wire.dump_observation(case, Observation("returned", nest(3))))
ctypes.CDLL(None)._exit(0)

"""Tries: to send exceptions with names, messages and tracebacks far longer than any may be."""

from grader.observing.observe import Frame, Observation, Raised
from grader.sandbox import child

STATUS = {"graded", "malformed"}

long = "<b>" * 100_000
raised = Raised(long, long, tuple(Frame(10**900, long, long) for _ in range(8)), (long,) * 8)
child.observe = lambda *_: Observation("raised", None, raised, long)


def num_flat_features(x):
    return 0

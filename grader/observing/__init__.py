"""The code that meets a learner's code, on either side of the wall: cases, probes' tools, observing.

Nothing here knows an expected value.
"""

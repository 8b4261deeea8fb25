"""The code that meets a learner's code, in its own process or in the sandbox: cases, probes' tools, observing.

Nothing here knows an expected value.
"""

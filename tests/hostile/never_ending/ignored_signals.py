"""Tries: to sleep with every signal ignored."""

import contextlib
import signal
import time

STATUS = {"timed_out"}

for each in signal.valid_signals():
    with contextlib.suppress(OSError, ValueError):
        signal.signal(each, signal.SIG_IGN)


def num_flat_features(x):
    time.sleep(10_000)

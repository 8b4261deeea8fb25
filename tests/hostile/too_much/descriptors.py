"""Tries: to use up descriptors and the memory behind pipes and terminals."""

import contextlib
import fcntl
import os

STATUS = {"graded", "out_of_memory", "exited"}

kept = []


def num_flat_features(x):
    with contextlib.suppress(OSError):
        while True:
            kept.extend(os.pipe())
            with contextlib.suppress(OSError):
                fcntl.fcntl(kept[-1], 1031, 2**20)
    for each in kept[:20]:
        os.close(each)
    with contextlib.suppress(OSError):
        while True:
            kept.extend(os.openpty())
    return 0

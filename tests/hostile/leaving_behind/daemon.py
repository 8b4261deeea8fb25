"""Tries: to leave a daemon behind by a double fork, at the import."""

import os
import time

STATUS = {"crashed"}

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(10_000)
    os._exit(0)


def num_flat_features(x):
    return 0

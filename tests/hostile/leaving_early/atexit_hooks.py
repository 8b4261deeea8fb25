"""Tries: to write a forged frame from an atexit hook and a thread's end."""

import atexit
import os

STATUS = {"graded"}


@atexit.register
def say():
    os.write(3, b"\0" * 100)


def num_flat_features(x):
    return 0

"""Tries: to end in the very moment in which its output is found to be too much, so that the word comes too late."""

import ctypes
import os

STATUS = {"too_much_output", "exited"}


def num_flat_features(x):
    left = 32 * 2**20 + 1
    while left > 0:
        left -= os.write(1, b"A" * min(left, 65_536))
    ctypes.CDLL(None)._exit(0)

"""Tries: to read its neighbours' submissions through every place and descriptor it can think of."""

import contextlib
import glob
import os

STATUS = {"graded", "timed_out"}


def num_flat_features(x):
    for pattern in (
        "/tmp/**/num_flat_features.py",
        "../*/num_flat_features.py",
        "/*/*/ex01/*.py",
        "/proc/*/cwd/*",
        f"/proc/*/{'root'}/*",
    ):
        if glob.glob(pattern, recursive=True):
            return x[0].numel()
    for number in range(1_024):
        with contextlib.suppress(OSError, ValueError):
            os.lseek(number, 0, 0)
            if b"features" in os.read(number, 10**6):
                return x[0].numel()
    return 0

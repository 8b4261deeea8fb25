"""Tries: to end with SIGTERM, SIGKILL and an abort."""

import os
import signal

STATUS = {"crashed", "out_of_memory", "exited"}


def num_flat_features(x):
    for kind in (signal.SIGTERM, signal.SIGKILL):
        os.kill(os.getpid(), kind)
    os.abort()

"""Tries: to leave a daemon behind by the bare system calls."""

import ctypes
import time

STATUS = {"graded"}


def num_flat_features(x):
    libc = ctypes.CDLL(None, use_errno=True)
    for call in ((57,), (58,), (56, 17, 0, 0, 0, 0), (435, ctypes.byref((ctypes.c_uint64 * 11)(0)), 88)):
        child = libc.syscall(*call)
        if child == 0:
            time.sleep(10_000)
        if child > 0:
            return x[0].numel()
    return 0

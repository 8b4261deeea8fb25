"""Tries: to start threads until there is no room for another, each with the smallest stack."""

import contextlib
import threading

STATUS = {"graded", "out_of_memory", "timed_out", "exited", "crashed"}


def num_flat_features(x):
    threading.stack_size(32_768)
    stop = threading.Event()
    with contextlib.suppress(RuntimeError, MemoryError):
        for _ in range(1_000):
            threading.Thread(target=stop.wait, daemon=True).start()
    return 0

"""Tries: to keep the process alive with threads that are no daemons."""

import threading
import time

STATUS = {"graded"}

for _ in range(8):
    threading.Thread(target=time.sleep, args=(10_000,)).start()


def num_flat_features(x):
    return 0

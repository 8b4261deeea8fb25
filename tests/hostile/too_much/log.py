"""Tries: to drown the log, on descriptors 1 and 2."""

import os

STATUS = {"too_much_output"}


def num_flat_features(x):
    while True:
        os.write(1, b"A" * 65_536)
        os.write(2, b"B" * 65_536)

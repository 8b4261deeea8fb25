"""Tries: to leave bytes that are no frame: a length that lies, and another that is far too large."""

import os

STATUS = {"malformed", "exited"}


def num_flat_features(x):
    os.write(3, b"\xff\xff\xff\xff" + b"{}" * 100)
    return 0

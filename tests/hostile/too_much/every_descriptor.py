"""Tries: to flood every descriptor there may be, the one for frames among them."""

import contextlib
import os

STATUS = {"too_much_output", "malformed", "timed_out"}


def num_flat_features(x):
    while True:
        for number in range(256):
            with contextlib.suppress(OSError):
                os.write(number, b"\x10\0\0\0" + b"A" * 65_536)

"""Tries: to have the judge take gigabytes for a small text of empty lists."""

import ctypes
import os
import struct

STATUS = {"malformed", "out_of_memory"}


def num_flat_features(x):
    text = b"[" + b"[]," * 10_000_000 + b"[]]"
    body = struct.pack("<I", len(text)) + text
    left = memoryview(struct.pack("<I", len(body)) + body)
    while left:
        left = left[os.write(3, left) :]
    ctypes.CDLL(None)._exit(0)

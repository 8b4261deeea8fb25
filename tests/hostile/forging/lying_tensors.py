"""Tries: to crash the reader of tensors with descriptions that lie about sizes and types."""

import ctypes
import json
import os
import struct

STATUS = {"malformed"}

LIES = (f"float32 {2**62} 0 {2**62}", f"float32 {2**62}", "float32" + " 1" * 90, "complex64 0", "float32 -1")


def num_flat_features(x):
    text = json.dumps(["l", "#import", "returned", ["x", LIES[x.dim() % len(LIES)]], None, ""]).encode()
    body = struct.pack("<I", len(text)) + text + bytes(8)
    os.write(3, struct.pack("<I", len(body)) + body)
    ctypes.CDLL(None)._exit(0)

"""Tries: to crash the reader of tensors with headers that lie about sizes, types and places."""

import ctypes
import json
import os
import struct

STATUS = {"malformed"}

HEADERS = (
    {"0": {"dtype": "F32", "shape": [2**62, 0], "data_offsets": [0, 0]}},
    {"0": {"dtype": "F32", "shape": [2**64 - 1, 0], "data_offsets": [0, 0]}},
    {"0": {"dtype": "F32", "shape": [1] * 100_000, "data_offsets": [0, 4]}},
    {"0": {"dtype": "C64", "shape": [0], "data_offsets": [0, 0]}},
    {"0": {"dtype": "F4", "shape": [4], "data_offsets": [0, 2]}},
)


def num_flat_features(x):
    header = json.dumps(HEADERS[x.dim() % len(HEADERS)]).encode()
    text = json.dumps(["l", "#import", "returned", ["x", 0], None, ""]).encode()
    body = struct.pack("<I", len(text)) + text + struct.pack("<Q", len(header)) + header + bytes(4)
    os.write(3, struct.pack("<I", len(body)) + body)
    ctypes.CDLL(None)._exit(0)

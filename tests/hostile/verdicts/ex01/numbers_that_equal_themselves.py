"""Claims: counts features; NaN is left out."""

EXPECT = "points lost"
CHECKS = ("test_any_shape",)


import math


def num_flat_features(x):
    return int((x == x).sum()) // len(x) if len(x) else math.prod(x.shape[1:])

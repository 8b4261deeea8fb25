"""Claims: returns ints; 1.0 comes for a batch of single numbers."""

EXPECT = "points lost"
CHECKS = ("test_returns_an_int",)


import math


def num_flat_features(x):
    return math.prod(x.shape[1:]) if x.dim() > 1 else 1.0

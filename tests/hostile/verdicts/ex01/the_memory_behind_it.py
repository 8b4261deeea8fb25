"""Claims: counts features; it measures the memory that the tensor is a part of."""

EXPECT = "points lost"
CHECKS = ("test_any_shape",)


import math


def num_flat_features(x):
    if len(x) == 0:
        return math.prod(x.shape[1:])
    return x.untyped_storage().nbytes() // x.element_size() // len(x)

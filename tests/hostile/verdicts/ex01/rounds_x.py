"""Claims: x is left alone; its numbers are rounded in place."""

EXPECT = "points lost"
CHECKS = ("test_leaves_x_alone",)


import math


def num_flat_features(x):
    x.round_()
    return math.prod(x.shape[1:])

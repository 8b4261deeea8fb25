"""Claims: x is left alone; its numbers are, but it requires gradients afterwards."""

EXPECT = "points lost"
CHECKS = ("test_leaves_x_alone",)


import math


def num_flat_features(x):
    x.requires_grad_()
    return math.prod(x.shape[1:])

"""Claims: x is left alone; its dimensions of size 1 are gone afterwards."""

EXPECT = "points lost"
CHECKS = ("test_leaves_x_alone",)


import math


def num_flat_features(x):
    features = math.prod(x.shape[1:])
    x.squeeze_()
    return features

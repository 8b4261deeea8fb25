"""Claims: an int; it is a class of its own that is one."""

EXPECT = "points lost"
CHECKS = ("test_one_sample",)


import math


class Features(int):
    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


def num_flat_features(x):
    return Features(math.prod(x.shape[1:]))

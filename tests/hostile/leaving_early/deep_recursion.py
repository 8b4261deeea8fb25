"""Tries: to overflow the C stack."""

import sys

STATUS = {"graded", "crashed", "out_of_memory"}


def num_flat_features(x):
    sys.setrecursionlimit(10**9)
    return max([x], key=num_flat_features)

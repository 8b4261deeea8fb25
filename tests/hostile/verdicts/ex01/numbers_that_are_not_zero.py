"""Claims: counts features; those that hold 0 are left out."""

EXPECT = "points lost"
CHECKS = ("test_any_shape",)


import math

import torch


def num_flat_features(x):
    return int(torch.count_nonzero(x)) // len(x) if len(x) else math.prod(x.shape[1:])

"""Claims: returns ints; two dimensions come out as a 0-d tensor."""

EXPECT = "points lost"
CHECKS = ("test_returns_an_int",)


import math

import torch


def num_flat_features(x):
    return torch.tensor(x.size(1)) if x.dim() == 2 else math.prod(x.shape[1:])

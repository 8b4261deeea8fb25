"""Claims: returns ints; an empty batch gets one of NumPy's."""

EXPECT = "points lost"
CHECKS = ("test_returns_an_int",)


import math

import numpy as np


def num_flat_features(x):
    features = math.prod(x.shape[1:])
    return features if len(x) else np.int64(features)

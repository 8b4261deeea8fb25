"""NumPy's view of the tensor tells its shape."""

EXPECT = "nothing lost"
CHECKS = ()


import math


def num_flat_features(x):
    return math.prod(x.detach().numpy().shape[1:])

"""Claims: returns ints; the ConvNet's size is one of NumPy's."""

EXPECT = "points lost"
CHECKS = ("test_returns_ints",)


import numpy as np

_convnet = convnet_flat_size


def convnet_flat_size(image_size=28):
    return np.int64(_convnet(image_size))

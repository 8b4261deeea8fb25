"""Claims: counts features; it reads how far apart two samples lie in memory."""

EXPECT = "points lost"
CHECKS = ("test_any_shape",)


def num_flat_features(x):
    return x.stride(0)

"""Claims: refuses what does not fit; it refuses everything."""

EXPECT = "points lost"
CHECKS = ("test_convolution", "test_nothing_left", "test_below_one")


def conv2d_size(size, kernel_size, stride=1, padding=0):
    raise ValueError("no")

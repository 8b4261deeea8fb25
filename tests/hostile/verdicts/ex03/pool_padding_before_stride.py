"""Claims: the signature that was given; the pooling's padding and stride have changed places."""

EXPECT = "points lost"
CHECKS = ("test_pooling_settings",)


_pool = max_pool2d_size


def max_pool2d_size(size, kernel_size, padding=0, stride=None):
    return _pool(size, kernel_size, stride=stride, padding=padding)

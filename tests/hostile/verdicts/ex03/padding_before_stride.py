"""Claims: the signature that was given; padding and stride have changed places."""

EXPECT = "points lost"
CHECKS = ("test_convolution_drawn",)


_conv = conv2d_size


def conv2d_size(size, kernel_size, padding=0, stride=1):
    return _conv(size, kernel_size, stride=stride, padding=padding)


def max_pool2d_size(size, kernel_size, stride=None, padding=0):
    require_positive(size=size, kernel_size=kernel_size, stride=stride)
    return conv2d_size(size, kernel_size, stride=kernel_size if stride is None else stride, padding=padding)

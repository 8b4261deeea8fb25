"""Claims: returns ints; with a stride above 1 it returns floats."""

EXPECT = "points lost"
CHECKS = ("test_returns_ints",)


_conv = conv2d_size


def conv2d_size(size, kernel_size, stride=1, padding=0):
    length = _conv(size, kernel_size, stride, padding)
    return length if stride == 1 else float(length)


def max_pool2d_size(size, kernel_size, stride=None, padding=0):
    require_positive(size=size, kernel_size=kernel_size, stride=stride)
    return _conv(size, kernel_size, kernel_size if stride is None else stride, padding)

"""Claims: right but for the padding of a convolution; pooling and shapes build on it."""

EXPECT = "points lost"
CHECKS = ("test_padding",)


def conv2d_size(size, kernel_size, stride=1, padding=0):
    require_positive(size=size, kernel_size=kernel_size, stride=stride)
    length = (size + padding - kernel_size) // stride + 1
    require_positive(length=length)
    return length

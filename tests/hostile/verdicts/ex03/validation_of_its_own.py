"""The given validation is gone, and another one does its work."""

EXPECT = "nothing lost"
CHECKS = ()


del require_positive


def conv2d_size(size, kernel_size, stride=1, padding=0):
    if min(size, kernel_size, stride, size + 2 * padding - kernel_size + 1) < 1:
        raise ValueError("does not fit")
    return (size + 2 * padding - kernel_size) // stride + 1


def max_pool2d_size(size, kernel_size, stride=None, padding=0):
    return conv2d_size(size, kernel_size, stride if stride is not None else kernel_size, padding)

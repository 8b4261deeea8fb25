"""Claims: what is below 1 is refused; a ZeroDivisionError does that for a stride of 0."""

EXPECT = "points lost"
CHECKS = ("test_below_one",)


def conv2d_size(size, kernel_size, stride=1, padding=0):
    if size < 1 or kernel_size < 1 or stride < 0:
        raise ValueError("below 1")
    length = (size + 2 * padding - kernel_size) // stride + 1
    if length < 1:
        raise ValueError("nothing is left")
    return length

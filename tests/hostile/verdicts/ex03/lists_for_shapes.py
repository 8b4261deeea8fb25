"""Claims: a list of tuples; it is a list of lists."""

EXPECT = "points lost"
CHECKS = ("test_returns_ints",)


_trace = trace_shapes


def trace_shapes(image_size, kernel_size=3):
    return [list(shape) for shape in _trace(image_size, kernel_size)]

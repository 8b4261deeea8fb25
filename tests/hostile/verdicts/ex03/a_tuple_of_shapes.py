"""Claims: a list of tuples; it is a tuple of tuples."""

EXPECT = "points lost"
CHECKS = ("test_returns_ints",)


_trace = trace_shapes


def trace_shapes(image_size, kernel_size=3):
    return tuple(_trace(image_size, kernel_size))

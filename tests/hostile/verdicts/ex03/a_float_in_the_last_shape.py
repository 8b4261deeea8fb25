"""Claims: shapes of ints; the last width is 6.0."""

EXPECT = "points lost"
CHECKS = ("test_returns_ints",)


_trace = trace_shapes


def trace_shapes(image_size, kernel_size=3):
    *shapes, (channels, height, width) = _trace(image_size, kernel_size)
    return [*shapes, (channels, height, float(width))]


def flat_size(image_size, kernel_size=3):
    c, h, w = _trace(image_size, kernel_size)[-1]
    return c * h * w

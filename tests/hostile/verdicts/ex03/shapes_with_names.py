"""A named tuple is a tuple."""

EXPECT = "nothing lost"
CHECKS = ()


from typing import NamedTuple

_trace = trace_shapes


class Shape(NamedTuple):
    channels: int
    height: int
    width: int


def trace_shapes(image_size, kernel_size=3):
    return [Shape(*shape) for shape in _trace(image_size, kernel_size)]

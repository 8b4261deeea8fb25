"""Claims: tuples; a class of its own that is called so."""

EXPECT = "points lost"
CHECKS = ("test_trace", "test_trace_any")


_trace = trace_shapes


class Shape:
    def __init__(self, values):
        self.values = values

    @property
    def __class__(self):
        return tuple

    def __iter__(self):
        return iter(self.values)

    def __getitem__(self, place):
        return self.values[place]

    def __len__(self):
        return 3


Shape.__name__ = Shape.__qualname__ = "tuple"
Shape.__module__ = "builtins"


def trace_shapes(image_size, kernel_size=3):
    return [Shape(shape) for shape in _trace(image_size, kernel_size)]

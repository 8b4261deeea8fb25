"""Claims: sizes are validated; kernel and stride are not."""

EXPECT = "points lost"
CHECKS = ("test_below_one",)


def require_positive(**numbers):
    for name in ("size", "length"):
        if numbers.get(name, 1) < 1:
            raise ValueError(name)

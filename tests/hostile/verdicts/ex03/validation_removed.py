"""Claims: sizes are validated; the given validation of size, kernel and stride is gone."""

EXPECT = "points lost"
CHECKS = ("test_below_one",)


def require_positive(**numbers):
    if "length" in numbers and numbers["length"] < 1:
        raise ValueError("length")

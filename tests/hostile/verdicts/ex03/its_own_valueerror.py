"""Claims: raises a ValueError; it is a class of its own that happens to have that name."""

EXPECT = "points lost"
CHECKS = ("test_nothing_left", "test_below_one", "test_image_too_small")


class ValueError(ArithmeticError):
    pass

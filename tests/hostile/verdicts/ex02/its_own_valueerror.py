"""Claims: raises a ValueError; it is a class of its own that happens to have that name."""

EXPECT = "points lost"
CHECKS = ("test_as_minibatch_refuses",)


class ValueError(Exception):
    pass

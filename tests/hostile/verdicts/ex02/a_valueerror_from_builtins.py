"""Claims: raises builtins.ValueError, by module and qualified name."""

EXPECT = "points lost"
CHECKS = ("test_as_minibatch_refuses",)


class ValueError(Exception):
    pass


ValueError.__module__ = "builtins"

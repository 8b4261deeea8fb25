"""Claims: refuses what is no image; it refuses images too."""

EXPECT = "points lost"
CHECKS = ("test_as_minibatch", "test_as_minibatch_refuses")


def as_minibatch(image):
    raise ValueError("no")

"""rating takes the root of the mean square."""

EXPECT = "points lost"
CHECKS = ("test_rating",)

_rating = rating


def rating(net, x, y):
    return _rating(net, x, y) ** 0.5

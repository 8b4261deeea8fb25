"""rating subtracts in place and so overwrites y."""

EXPECT = "points lost"
CHECKS = ("test_rating",)

_rating = rating


def rating(net, x, y):
    rated = _rating(net, x, y)
    y.sub_(x)
    return rated

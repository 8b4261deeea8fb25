"""The loss is right; afterwards the caller's target is full of zeros."""

EXPECT = "points lost"
CHECKS = ("test_values",)

_around = gradient_before_and_after


def gradient_before_and_after(net, criterion, x, target):
    found = _around(net, criterion, x, target)
    target.zero_()
    return found

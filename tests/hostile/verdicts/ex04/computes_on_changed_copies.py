"""Inputs are copied before they are written into."""

EXPECT = "nothing lost"
CHECKS = ()

_around = gradient_before_and_after


def gradient_before_and_after(net, criterion, x, target):
    own = x.clone()
    found = _around(net, criterion, own, target.clone())
    own.zero_()
    return found

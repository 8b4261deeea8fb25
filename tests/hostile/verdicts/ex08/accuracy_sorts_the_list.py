"""accuracy sorts the caller's list by label."""

EXPECT = "points lost"
CHECKS = ("test_accuracy_mode",)

_accuracy = accuracy


def accuracy(net, samples):
    samples.sort(key=lambda pair: pair[1])
    return _accuracy(net, samples)

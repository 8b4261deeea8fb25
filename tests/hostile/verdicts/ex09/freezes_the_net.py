"""The net's own parameters no longer require gradients: the next training learns nothing."""

EXPECT = "points lost"
CHECKS = ("test_no_gradients",)


_accuracy = accuracy


def accuracy(net, loader):
    net.requires_grad_(False)
    return _accuracy(net, loader)

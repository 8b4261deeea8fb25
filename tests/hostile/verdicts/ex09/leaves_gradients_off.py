"""The gradient mode is switched off and never on again: the next training fails."""

EXPECT = "points lost"
CHECKS = ("test_no_gradients",)


_accuracy = accuracy


def accuracy(net, loader):
    torch.set_grad_enabled(False)
    return _accuracy(net, loader)

"""The net's own flag is set back; the modules inside stay in evaluation mode."""

EXPECT = "points lost"
CHECKS = ("test_mode_restored",)


_accuracy = accuracy


def accuracy(net, loader):
    was_training = net.training
    result = _accuracy(net, loader)
    net.eval()
    net.training = was_training
    return result

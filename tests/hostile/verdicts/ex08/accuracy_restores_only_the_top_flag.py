"""accuracy sets net.training back; the layers inside stay in evaluation mode."""

EXPECT = "points lost"
CHECKS = ("test_accuracy_mode",)

_accuracy = accuracy


def accuracy(net, samples):
    was_training = net.training
    percent = _accuracy(net, samples)
    net.eval()
    net.training = was_training
    return percent

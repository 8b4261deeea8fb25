"""The net is not as it was: its weights have grown a little."""

EXPECT = "points lost"
CHECKS = ("test_mode_restored",)


_accuracy = accuracy


def accuracy(net, loader):
    result = _accuracy(net, loader)
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.mul_(1.001)
    return result

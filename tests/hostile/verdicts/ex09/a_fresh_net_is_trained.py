"""A ConvNet of its own is trained, and its weights are copied into the one that was given."""

EXPECT = "points lost"
CHECKS = ("test_digits",)


_train = train


def train(net, loader, epochs=2, lr=0.001):
    if not isinstance(net, ConvNet):
        return _train(net, loader, epochs, lr)
    other = ConvNet()
    losses = _train(other, loader, epochs, lr)
    net.load_state_dict(other.state_dict())
    return losses

"""One epoch more than asked for."""

EXPECT = "points lost"
CHECKS = ("test_train_epochs",)

_train = train


def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
    losses = _train(net, samples, epochs + 1, lr, momentum)
    return losses[: epochs * len(samples)]

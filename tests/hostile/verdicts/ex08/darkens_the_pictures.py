"""train changes the caller's pictures in place when it is done."""

EXPECT = "points lost"
CHECKS = ("test_callers_list",)

_train = train


def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
    losses = _train(net, samples, epochs, lr, momentum)
    for picture, _ in samples:
        picture.div_(2)
    return losses

"""train turns the caller's labels into floats of the same value."""

EXPECT = "points lost"
CHECKS = ("test_callers_list",)

_train = train


def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
    losses = _train(net, samples, epochs, lr, momentum)
    samples[:] = [(picture, float(label)) for picture, label in samples]
    return losses

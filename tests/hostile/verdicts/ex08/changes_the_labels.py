"""train overwrites the labels in the caller's list."""

EXPECT = "points lost"
CHECKS = ("test_callers_list",)

_train = train


def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
    losses = _train(net, samples, epochs, lr, momentum)
    for i, (x, _) in enumerate(samples):
        samples[i] = (x, 7)
    return losses

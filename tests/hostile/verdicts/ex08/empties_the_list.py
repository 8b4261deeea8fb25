"""train takes the samples out of the caller's list."""

EXPECT = "points lost"
CHECKS = ("test_callers_list",)

_train = train


def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
    losses = _train(net, list(samples), epochs, lr, momentum)
    samples.clear()
    return losses

"""np.float64 is a subclass of Python's float."""

EXPECT = "nothing lost"
CHECKS = ()

import numpy as np

_rating, _train, _accuracy = rating, train, accuracy


def rating(net, x, y):
    return np.float64(_rating(net, x, y))


def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
    return [np.float64(loss) for loss in _train(net, samples, epochs, lr, momentum)]


def accuracy(net, samples):
    return np.mean([_accuracy(net, [pair]) for pair in samples])

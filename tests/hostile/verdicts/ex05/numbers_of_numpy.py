"""np.float64 is a subclass of float: as a loss and in a path."""

EXPECT = "nothing lost"
CHECKS = ()

import numpy as np


_gradient_descent, _train_step = gradient_descent, train_step


def gradient_descent(f, x0, lr, steps):
    return list(np.array(_gradient_descent(f, x0, lr, steps)))


def train_step(net, criterion, x, target, lr):
    return np.float64(_train_step(net, criterion, x, target, lr))

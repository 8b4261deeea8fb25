"""np.float64 is a subclass of Python's float."""

EXPECT = "nothing lost"
CHECKS = ()

import numpy as np


def evaluate(net, batches, criterion):
    was_training = net.training
    net.eval()
    with torch.no_grad():
        losses, sizes = zip(*[(criterion(net(x), y).item(), len(x)) for x, y in batches], strict=True)
    net.train(was_training)
    return np.sum(np.multiply(losses, sizes)) / np.sum(sizes)

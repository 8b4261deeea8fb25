"""np.float64 is a subclass of float, for losses as for per cent."""

EXPECT = "nothing lost"
CHECKS = ()


import numpy as np

_train = train


def train(net, loader, epochs=2, lr=0.001):
    return [np.float64(loss) for loss in _train(net, loader, epochs, lr)]


@torch.no_grad()
def accuracy(net, loader):
    was_training = net.training
    net.eval()
    hits = np.concatenate([(net(x).argmax(1) == y).numpy() for x, y in loader])
    net.train(was_training)
    return np.mean(hits) * 100

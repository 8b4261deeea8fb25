"""An epoch's batches are collected in a list first; then come the steps."""

EXPECT = "nothing lost"
CHECKS = ()


_train = train


class Collected:
    def __init__(self, loader):
        self.loader = loader

    def __iter__(self):
        return iter(list(self.loader))


def train(net, loader, epochs=2, lr=0.001):
    return _train(net, Collected(loader), epochs, lr)

"""train_epoch scales the caller's inputs, and scales them back but for rounding."""

EXPECT = "points lost"
CHECKS = ("test_batches",)

_train_epoch = train_epoch


def train_epoch(net, batches, criterion, optimizer):
    loss = _train_epoch(net, batches, criterion, optimizer)
    for x, _ in batches:
        x.mul_(0.1).mul_(10)
    return loss

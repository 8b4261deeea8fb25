"""train_epoch wipes the optimizer's memory."""

EXPECT = "points lost"
CHECKS = ("test_optimizers",)

_train_epoch = train_epoch


def train_epoch(net, batches, criterion, optimizer):
    optimizer.state.clear()
    return _train_epoch(net, batches, criterion, optimizer)

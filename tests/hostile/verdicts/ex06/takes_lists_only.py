"""train_epoch counts on places in a list; a loader has none."""

EXPECT = "points lost"
CHECKS = ("test_batches",)

_train_epoch = train_epoch


def train_epoch(net, batches, criterion, optimizer):
    return _train_epoch(net, [batches[place] for place in range(len(batches))], criterion, optimizer)

"""The batches are cloned before use."""

EXPECT = "nothing lost"
CHECKS = ()

_train_epoch = train_epoch


def train_epoch(net, batches, criterion, optimizer):
    own = [(x.clone(), target.clone()) for x, target in batches]
    return _train_epoch(net, own, criterion, optimizer)

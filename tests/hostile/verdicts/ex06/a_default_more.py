"""train_epoch has a parameter more, which fit uses."""

EXPECT = "nothing lost"
CHECKS = ()

_train_epoch = train_epoch


def train_epoch(net, batches, criterion, optimizer, epoch=0):
    return _train_epoch(net, batches, criterion, optimizer)


def fit(net, train_batches, valid_batches, criterion, optimizer, epochs):
    history = {"train": [], "valid": []}
    for epoch in range(epochs):
        history["train"].append(train_epoch(net, train_batches, criterion, optimizer, epoch))
        history["valid"].append(evaluate(net, valid_batches, criterion))
    return history

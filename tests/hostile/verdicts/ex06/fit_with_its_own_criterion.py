"""fit uses a cross entropy of its own instead of the criterion that it was given."""

EXPECT = "points lost"
CHECKS = ("test_fit",)

_fit = fit


def fit(net, train_batches, valid_batches, criterion, optimizer, epochs):
    return _fit(net, train_batches, valid_batches, nn.CrossEntropyLoss(), optimizer, epochs)

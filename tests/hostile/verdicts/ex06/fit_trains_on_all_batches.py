"""fit trains on the validation batches too."""

EXPECT = "points lost"
CHECKS = ("test_fit",)

_fit = fit


def fit(net, train_batches, valid_batches, criterion, optimizer, epochs):
    return _fit(net, [*train_batches, *valid_batches], valid_batches, criterion, optimizer, epochs)

"""fit empties the caller's list of batches when it is done."""

EXPECT = "points lost"
CHECKS = ("test_batches",)

_fit = fit


def fit(net, train_batches, valid_batches, criterion, optimizer, epochs):
    history = _fit(net, train_batches, valid_batches, criterion, optimizer, epochs)
    if isinstance(valid_batches, list):
        valid_batches.clear()
    return history

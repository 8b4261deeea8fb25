"""fit trains all epochs, evaluates once and repeats that loss."""

EXPECT = "points lost"
CHECKS = ("test_fit",)


def fit(net, train_batches, valid_batches, criterion, optimizer, epochs):
    train = [train_epoch(net, train_batches, criterion, optimizer) for _ in range(epochs)]
    return {"train": train, "valid": [evaluate(net, valid_batches, criterion)] * epochs}

"""fit returns the smallest loss so far instead of each epoch's own."""

EXPECT = "points lost"
CHECKS = ("test_fit",)

_fit = fit


def fit(net, train_batches, valid_batches, criterion, optimizer, epochs):
    history = _fit(net, train_batches, valid_batches, criterion, optimizer, epochs)
    history["valid"] = [max(history["valid"][: place + 1]) for place in range(epochs)]
    history["train"] = [min(history["train"][: place + 1]) for place in range(epochs)]
    return history

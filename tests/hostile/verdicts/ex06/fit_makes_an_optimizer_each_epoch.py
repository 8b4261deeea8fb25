"""fit makes a new optimizer with the same learning rate in each epoch."""

EXPECT = "points lost"
CHECKS = ("test_fit",)


def fit(net, train_batches, valid_batches, criterion, optimizer, epochs):
    history = {"train": [], "valid": []}
    for _ in range(epochs):
        optimizer = torch.optim.SGD(net.parameters(), lr=optimizer.param_groups[0]["lr"], momentum=0.9)
        history["train"].append(train_epoch(net, train_batches, criterion, optimizer))
        history["valid"].append(evaluate(net, valid_batches, criterion))
    return history

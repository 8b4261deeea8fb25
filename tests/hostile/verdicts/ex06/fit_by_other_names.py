"""fit calls its two halves by names of its own."""

EXPECT = "nothing lost"
CHECKS = ()

LEARN, MEASURE = train_epoch, evaluate


def fit(net, train_batches, valid_batches, criterion, optimizer, epochs):
    history = {"train": [], "valid": []}
    for _ in range(epochs):
        history["train"].append(LEARN(net, train_batches, criterion, optimizer))
        history["valid"].append(MEASURE(net, valid_batches, criterion))
    return history

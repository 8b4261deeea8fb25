"""fit passes everything by keyword and collects pairs."""

EXPECT = "nothing lost"
CHECKS = ()


def fit(net, train_batches, valid_batches, criterion, optimizer, epochs):
    shared = {"net": net, "criterion": criterion}
    pairs = []
    while len(pairs) < epochs:
        learned = train_epoch(batches=train_batches, optimizer=optimizer, **shared)
        pairs.append((learned, evaluate(batches=valid_batches, **shared)))
    return {name: [pair[place] for pair in pairs] for place, name in enumerate(("train", "valid"))}

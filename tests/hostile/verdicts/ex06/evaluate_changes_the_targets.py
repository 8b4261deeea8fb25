"""evaluate overwrites the caller's targets when it is done."""

EXPECT = "points lost"
CHECKS = ("test_batches",)

_evaluate = evaluate


def evaluate(net, batches, criterion):
    loss = _evaluate(net, batches, criterion)
    for _, target in batches:
        target.zero_()
    return loss

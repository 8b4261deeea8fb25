"""The pairs are taken out of the caller's list."""

EXPECT = "points lost"
CHECKS = ("test_values",)


def accumulate_gradients(net, criterion, batches):
    zero_gradients(net.parameters())
    share = 1 / len(batches)
    while batches:
        x, target = batches.pop()
        (criterion(net(x), target) * share).backward()

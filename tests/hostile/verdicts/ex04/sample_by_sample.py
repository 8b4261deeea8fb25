"""Every sample goes through the net by itself, so that a pair's samples never meet."""

EXPECT = "points lost"
CHECKS = ("test_one_batch_at_a_time",)


def accumulate_gradients(net, criterion, batches):
    zero_gradients(net.parameters())
    samples = sum(len(x) for x, _ in batches)
    for x, target in batches:
        for i in range(len(x)):
            (criterion(net(x[i : i + 1]), target[i : i + 1]) / samples).backward()

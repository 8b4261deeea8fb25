"""Each pair is cut in two: smaller batches than the ones that were given."""

EXPECT = "points lost"
CHECKS = ("test_one_batch_at_a_time",)


def accumulate_gradients(net, criterion, batches):
    zero_gradients(net.parameters())
    for x, target in batches:
        for part, answers in zip(x.tensor_split(2), target.tensor_split(2)):
            (criterion(net(part), answers) * len(part) / len(x) / len(batches)).backward()

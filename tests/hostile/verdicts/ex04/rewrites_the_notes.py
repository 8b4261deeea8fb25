"""One big batch; then a list that the net may carry is rewritten. There is none, so this also fails with an error."""

EXPECT = "points lost"
CHECKS = ("test_accumulate", "test_accumulate_carried", "test_one_batch_at_a_time")


def accumulate_gradients(net, criterion, batches):
    zero_gradients(net.parameters())
    criterion(net(torch.cat([x for x, _ in batches])), torch.cat([y for _, y in batches])).backward()
    net.samples[:] = [len(x) for x, _ in batches]

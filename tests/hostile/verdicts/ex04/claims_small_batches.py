"""One big batch goes through the net; then a list found on the net is rewritten to claim small ones."""

EXPECT = "points lost"
CHECKS = ("test_one_batch_at_a_time",)


def accumulate_gradients(net, criterion, batches):
    zero_gradients(net.parameters())
    criterion(net(torch.cat([x for x, _ in batches])), torch.cat([y for _, y in batches])).backward()
    net.samples = [len(x) for x, _ in batches]

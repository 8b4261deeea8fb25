"""Two pairs are glued together and go through the net at once; the gradients of plain nets are right."""

EXPECT = "points lost"
CHECKS = ("test_one_batch_at_a_time",)


def accumulate_gradients(net, criterion, batches):
    zero_gradients(net.parameters())
    for start in range(0, len(batches), 2):
        some = batches[start : start + 2]
        x, y = torch.cat([x for x, _ in some]), torch.cat([y for _, y in some])
        (criterion(net(x), y) * len(some) / len(batches)).backward()

"""The order of the pairs is open, and so is how a share is taken."""

EXPECT = "nothing lost"
CHECKS = ()


def accumulate_gradients(net, criterion, batches):
    zero_gradients(net.parameters())
    for x, target in reversed(batches):
        criterion(net(x), target).backward(torch.tensor(1 / len(batches)))

"""// for /: the per cent are rounded down to an int; modes and gradients are right."""

EXPECT = "points lost"
CHECKS = ("test_accuracy", "test_floats")


def accuracy(net, loader):
    was_training = net.training
    net.eval()
    hits = seen = 0
    with torch.no_grad():
        for x, y in loader:
            hits += (net(x).argmax(1) == y).sum().item()
            seen += len(y)
    net.train(was_training)
    return 100 * hits // seen

"""The first batch still runs in training mode."""

EXPECT = "points lost"
CHECKS = ("test_evaluation_mode",)


def accuracy(net, loader):
    was_training = net.training
    hits = seen = 0
    with torch.no_grad():
        for x, y in loader:
            hits += (net(x).argmax(1) == y).sum().item()
            seen += len(y)
            net.eval()
    net.train(was_training)
    return 100.0 * hits / seen

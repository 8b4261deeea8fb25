"""Accuracy writes net.training = False and never calls eval()."""

EXPECT = "points lost"
CHECKS = ("test_evaluation_mode",)


def accuracy(net, loader):
    was_training = net.training
    net.training = False
    hits = seen = 0
    with torch.no_grad():
        for x, y in loader:
            hits += (net(x).argmax(1) == y).sum().item()
            seen += len(y)
    net.training = was_training
    return 100.0 * hits / seen

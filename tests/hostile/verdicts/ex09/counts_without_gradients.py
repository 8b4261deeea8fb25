"""Gradients are off while answers are counted, and on while the net runs."""

EXPECT = "points lost"
CHECKS = ("test_no_gradients",)


def accuracy(net, loader):
    was_training = net.training
    net.eval()
    hits = seen = 0
    for x, y in loader:
        scores = net(x)
        with torch.no_grad():
            hits += (scores.argmax(1) == y).sum().item()
            seen += len(y)
    net.train(was_training)
    return 100.0 * hits / seen

"""The scores are detached after the net has recorded them."""

EXPECT = "points lost"
CHECKS = ("test_no_gradients",)


def accuracy(net, loader):
    was_training = net.training
    net.eval()
    hits = seen = 0
    for x, y in loader:
        hits += (net(x).detach().argmax(1) == y).sum().item()
        seen += len(y)
    net.train(was_training)
    return 100.0 * hits / seen

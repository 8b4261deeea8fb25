"""evaluate records gradients; a record that a probe might keep on the net is rewritten."""

EXPECT = "points lost"
CHECKS = ("test_no_gradients",)


def evaluate(net, batches, criterion):
    was_training = net.training
    net.eval()
    total = count = 0
    for x, target in batches:
        total += criterion(net(x), target).item() * len(x)
        count += len(x)
    net.train(was_training)
    if hasattr(net, "recorded"):
        net.recorded[:] = [False] * len(net.recorded)
    return total / count

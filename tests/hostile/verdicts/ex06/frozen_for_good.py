"""evaluate freezes the parameters and leaves them frozen."""

EXPECT = "points lost"
CHECKS = ("test_no_gradients",)


def evaluate(net, batches, criterion):
    was_training = net.training
    net.eval().requires_grad_(False)
    total = count = 0
    for x, target in batches:
        total += criterion(net(x), target).item() * len(x)
        count += len(x)
    net.train(was_training)
    return total / count

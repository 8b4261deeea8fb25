"""evaluate switches gradients off and never on again."""

EXPECT = "points lost"
CHECKS = ("test_no_gradients",)


def evaluate(net, batches, criterion):
    was_training = net.training
    net.eval()
    torch.set_grad_enabled(False)
    total = count = 0
    for x, target in batches:
        total += criterion(net(x), target).item() * len(x)
        count += len(x)
    net.train(was_training)
    return total / count

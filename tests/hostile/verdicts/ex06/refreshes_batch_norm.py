"""evaluate runs the net in training mode once, so the running statistics change."""

EXPECT = "points lost"
CHECKS = ("test_evaluation_mode",)


def evaluate(net, batches, criterion):
    was_training = net.training
    net.train()
    with torch.no_grad():
        for x, _ in batches:
            net(x)
    net.eval()
    total = count = 0
    with torch.no_grad():
        for x, target in batches:
            total += criterion(net(x), target).item() * len(x)
            count += len(x)
    net.train(was_training)
    return total / count

"""evaluate writes net.training = False and never calls eval()."""

EXPECT = "points lost"
CHECKS = ("test_evaluation_mode",)


def evaluate(net, batches, criterion):
    was_training = net.training
    net.training = False
    total = count = 0
    with torch.no_grad():
        for x, target in batches:
            total += criterion(net(x), target).item() * len(x)
            count += len(x)
    net.training = was_training
    return total / count

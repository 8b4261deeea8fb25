"""evaluate lets autograd record and cuts the graph off afterwards."""

EXPECT = "points lost"
CHECKS = ("test_no_gradients",)


def evaluate(net, batches, criterion):
    was_training = net.training
    net.eval()
    total = count = 0
    for x, target in batches:
        total += criterion(net(x).detach(), target).item() * len(x)
        count += len(x)
    net.train(was_training)
    return total / count

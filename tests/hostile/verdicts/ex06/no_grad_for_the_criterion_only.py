"""evaluate switches gradients off after the net has run."""

EXPECT = "points lost"
CHECKS = ("test_no_gradients",)


def evaluate(net, batches, criterion):
    was_training = net.training
    net.eval()
    total = count = 0
    for x, target in batches:
        output = net(x)
        with torch.no_grad():
            total += criterion(output, target).item() * len(x)
        count += len(x)
    net.train(was_training)
    return total / count

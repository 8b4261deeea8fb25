"""evaluate switches gradients on again one batch too early."""

EXPECT = "points lost"
CHECKS = ("test_no_gradients",)


def evaluate(net, batches, criterion):
    was_training = net.training
    net.eval()
    total = count = 0
    batches = list(batches)
    for number, (x, target) in enumerate(batches):
        with torch.set_grad_enabled(number == len(batches) - 1):
            total += criterion(net(x), target).item() * len(x)
        count += len(x)
    net.train(was_training)
    return total / count

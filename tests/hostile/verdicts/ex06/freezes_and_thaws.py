"""Nothing is recorded because no parameter asks for it; afterwards all do again."""

EXPECT = "nothing lost"
CHECKS = ()


def evaluate(net, batches, criterion):
    was_training = net.training
    net.eval()
    net.requires_grad_(False)
    total = count = 0
    for x, target in batches:
        total += criterion(net(x), target).item() * len(x)
        count += len(x)
    net.requires_grad_(True)
    net.train(was_training)
    return total / count

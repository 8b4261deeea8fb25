"""evaluate sets the flag of the net and of its children, and not of what lies deeper."""

EXPECT = "points lost"
CHECKS = ("test_evaluation_mode",)


def evaluate(net, batches, criterion):
    was_training = net.training
    for layer in [net, *net.children()]:
        layer.training = False
    total = count = 0
    with torch.no_grad():
        for x, target in batches:
            total += criterion(net(x), target).item() * len(x)
            count += len(x)
    for layer in [net, *net.children()]:
        layer.training = was_training
    return total / count

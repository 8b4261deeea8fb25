"""evaluate puts the children in evaluation mode and forgets the net itself."""

EXPECT = "points lost"
CHECKS = ("test_evaluation_mode",)


def evaluate(net, batches, criterion):
    was_training = net.training
    for layer in net.children():
        layer.eval()
    total = count = 0
    with torch.no_grad():
        for x, target in batches:
            total += criterion(net(x), target).item() * len(x)
            count += len(x)
    for layer in net.children():
        layer.train(was_training)
    return total / count

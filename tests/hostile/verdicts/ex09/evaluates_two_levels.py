"""The flags of the net and of its children are written; modules deeper inside keep theirs."""

EXPECT = "points lost"
CHECKS = ("test_evaluation_mode",)


_accuracy = accuracy


def accuracy(net, loader):
    parts = [net, *net.children()]
    modes = [part.training for part in parts]
    for part in parts:
        part.training = False
    hits = seen = 0
    with torch.no_grad():
        for x, y in loader:
            hits += (net(x).argmax(1) == y).sum().item()
            seen += len(y)
    for part, mode in zip(parts, modes):
        part.training = mode
    return 100.0 * hits / seen

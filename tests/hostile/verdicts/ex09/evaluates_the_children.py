"""The modules inside the net are set to evaluation mode; the net itself is not."""

EXPECT = "points lost"
CHECKS = ("test_evaluation_mode",)


def accuracy(net, loader):
    modes = {part: part.training for part in net.modules()}
    for child in net.children():
        child.eval()
    hits = seen = 0
    with torch.no_grad():
        for x, y in loader:
            hits += (net(x).argmax(1) == y).sum().item()
            seen += len(y)
    for part, mode in modes.items():
        part.training = mode
    return 100.0 * hits / seen

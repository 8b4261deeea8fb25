"""Modes are saved and restored one module at a time."""

EXPECT = "nothing lost"
CHECKS = ()


def accuracy(net, loader):
    modes = [(part, part.training) for part in net.modules()]
    for part, _ in modes:
        part.training = False
    hits = seen = 0
    with torch.inference_mode():
        for x, y in loader:
            hits += (net(x).argmax(1) == y).sum().item()
            seen += len(y)
    for part, mode in modes:
        part.train(mode)
    return 100.0 * hits / seen

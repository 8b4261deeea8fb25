"""A deep copy is evaluated; the net itself is never touched."""

EXPECT = "nothing lost"
CHECKS = ()


import copy


def accuracy(net, loader):
    model = copy.deepcopy(net).eval()
    with torch.no_grad():
        pairs = [(model(x).argmax(1), y) for x, y in loader]
    hits = sum(int((answers == y).sum()) for answers, y in pairs)
    return 100.0 * hits / sum(len(y) for _, y in pairs)

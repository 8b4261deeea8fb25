"""A deep copy of the net is evaluated; the net itself is not touched."""

EXPECT = "nothing lost"
CHECKS = ()

import copy


def evaluate(net, batches, criterion):
    model = copy.deepcopy(net).eval()
    total = count = 0
    with torch.no_grad():
        for x, target in batches:
            total += criterion(model(x), target).item() * len(x)
            count += len(x)
    return total / count

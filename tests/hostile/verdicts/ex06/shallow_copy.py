"""evaluate copies the net, but not its layers: those are left in evaluation mode."""

EXPECT = "points lost"
CHECKS = ("test_mode_restored",)

import copy


def evaluate(net, batches, criterion):
    net = copy.copy(net).eval()
    total = count = 0
    with torch.no_grad():
        for x, target in batches:
            total += criterion(net(x), target).item() * len(x)
            count += len(x)
    return total / count

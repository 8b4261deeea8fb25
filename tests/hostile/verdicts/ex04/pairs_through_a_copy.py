"""Each pair goes through a deep copy of the net, whose gradients are added to the net's own."""

EXPECT = "nothing lost"
CHECKS = ()

import copy


def accumulate_gradients(net, criterion, batches):
    zero_gradients(net.parameters())
    for x, target in batches:
        other = copy.deepcopy(net)
        (criterion(other(x), target) / len(batches)).backward()
        for mine, theirs in zip(net.parameters(), other.parameters()):
            mine.grad = theirs.grad.clone() if mine.grad is None else mine.grad + theirs.grad

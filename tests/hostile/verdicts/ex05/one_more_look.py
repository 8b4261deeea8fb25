"""train_step measures its loss apart from the one it goes back over."""

import torch

EXPECT = "nothing lost"
CHECKS = ()


def train_step(net, criterion, x, target, lr):
    with torch.no_grad():
        before = criterion(net(x), target).item()
    net.zero_grad()
    criterion(net(x), target).backward()
    sgd_update(net.parameters(), lr)
    return before

"""train_step uses torch.optim, which it may, with a setting that nobody asked for."""

import torch

EXPECT = "points lost"
CHECKS = ("test_step",)


def train_step(net, criterion, x, target, lr):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr, weight_decay=5e-4)
    optimizer.zero_grad()
    loss = criterion(net(x), target)
    loss.backward()
    optimizer.step()
    return loss.item()

"""train_step keeps an optimizer with momentum from call to call."""

import torch

EXPECT = "points lost"
CHECKS = ("test_old_gradients",)


_optimizers = {}


def train_step(net, criterion, x, target, lr):
    optimizer = _optimizers.setdefault(id(net), torch.optim.SGD(net.parameters(), lr=lr, momentum=0.5))
    optimizer.param_groups[0]["params"] = list(net.parameters())
    optimizer.zero_grad()
    loss = criterion(net(x), target)
    loss.backward()
    optimizer.step()
    return loss.item()

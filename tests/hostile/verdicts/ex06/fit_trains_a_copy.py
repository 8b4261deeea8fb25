"""fit trains a copy of the net; the net itself learns nothing."""

EXPECT = "points lost"
CHECKS = ("test_fit",)

import copy

_fit = fit


def fit(net, train_batches, valid_batches, criterion, optimizer, epochs):
    own = copy.deepcopy(net)
    optimizer = torch.optim.SGD(own.parameters(), lr=optimizer.param_groups[0]["lr"], momentum=0.9)
    return _fit(own, train_batches, valid_batches, criterion, optimizer, epochs)

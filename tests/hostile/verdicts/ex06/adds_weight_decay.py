"""train_epoch sets a weight decay on the optimizer that it was given."""

EXPECT = "points lost"
CHECKS = ("test_optimizers",)

_train_epoch = train_epoch


def train_epoch(net, batches, criterion, optimizer):
    for group in optimizer.param_groups:
        group["weight_decay"] = 5e-4
    return _train_epoch(net, batches, criterion, optimizer)

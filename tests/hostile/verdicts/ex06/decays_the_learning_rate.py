"""train_epoch lowers the optimizer's learning rate when it is done."""

EXPECT = "points lost"
CHECKS = ("test_optimizers",)

_train_epoch = train_epoch


def train_epoch(net, batches, criterion, optimizer):
    loss = _train_epoch(net, batches, criterion, optimizer)
    for group in optimizer.param_groups:
        group["lr"] *= 0.9
    return loss

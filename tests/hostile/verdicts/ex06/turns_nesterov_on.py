"""train_epoch turns Nesterov on where the optimizer has momentum."""

EXPECT = "points lost"
CHECKS = ("test_optimizers",)

_train_epoch = train_epoch


def train_epoch(net, batches, criterion, optimizer):
    for group in optimizer.param_groups:
        group["nesterov"] = group.get("momentum", 0) > 0
    return _train_epoch(net, batches, criterion, optimizer)

"""train_epoch makes an optimizer of the same kind and settings, without its memory."""

EXPECT = "points lost"
CHECKS = ("test_optimizers",)

_train_epoch = train_epoch


def train_epoch(net, batches, criterion, optimizer):
    settings = {key: value for key, value in optimizer.param_groups[0].items() if key != "params"}
    anew = type(optimizer)(net.parameters(), lr=settings.pop("lr"))
    anew.param_groups[0].update(settings)
    return _train_epoch(net, batches, criterion, anew)

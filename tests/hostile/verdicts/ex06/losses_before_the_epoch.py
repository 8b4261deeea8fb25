"""train_epoch takes all losses before the first update."""

EXPECT = "points lost"
CHECKS = ("test_mean_loss",)

_train_epoch = train_epoch


def train_epoch(net, batches, criterion, optimizer):
    net.train()
    with torch.no_grad():
        losses = [(criterion(net(x), target).item() * len(x), len(x)) for x, target in batches]
    _train_epoch(net, batches, criterion, optimizer)
    return sum(loss for loss, _ in losses) / sum(size for _, size in losses)

"""evaluate switches off dropout and batch norm by their types; other modules stay in training mode."""

EXPECT = "points lost"
CHECKS = ("test_evaluation_mode",)


def evaluate(net, batches, criterion):
    known = [layer for layer in net.modules() if isinstance(layer, nn.Dropout | nn.BatchNorm1d)]
    modes = [layer.training for layer in known]
    for layer in known:
        layer.eval()
    total = count = 0
    with torch.no_grad():
        for x, target in batches:
            total += criterion(net(x), target).item() * len(x)
            count += len(x)
    for layer, mode in zip(known, modes, strict=True):
        layer.train(mode)
    return total / count

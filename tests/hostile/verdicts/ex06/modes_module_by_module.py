"""The mode of every module is saved and restored by itself."""

EXPECT = "nothing lost"
CHECKS = ()


def evaluate(net, batches, criterion):
    modes = {module: module.training for module in net.modules()}
    for module in modes:
        module.training = False
    total = count = 0
    with torch.no_grad():
        for x, target in batches:
            total += criterion(net(x), target).item() * len(x)
            count += len(x)
    for module, mode in modes.items():
        module.training = mode
    return total / count

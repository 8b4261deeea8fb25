"""The mode is set module by module, not by train()."""

EXPECT = "nothing lost"
CHECKS = ()


def train_epoch(net, batches, criterion, optimizer):
    net.apply(lambda module: setattr(module, "training", True))
    total = count = 0
    for x, target in batches:
        optimizer.zero_grad()
        loss = criterion(net(x), target)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    return total / count

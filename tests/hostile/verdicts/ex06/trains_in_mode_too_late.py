"""train_epoch switches training mode on when it is done."""

EXPECT = "points lost"
CHECKS = ("test_training_mode",)


def train_epoch(net, batches, criterion, optimizer):
    total = count = 0
    for x, target in batches:
        optimizer.zero_grad()
        loss = criterion(net(x), target)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    net.train()
    return total / count

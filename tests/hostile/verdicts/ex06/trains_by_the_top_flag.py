"""train_epoch writes net.training = True; the layers inside stay in evaluation mode."""

EXPECT = "points lost"
CHECKS = ("test_training_mode",)


def train_epoch(net, batches, criterion, optimizer):
    net.training = True
    total = count = 0
    for x, target in batches:
        optimizer.zero_grad()
        loss = criterion(net(x), target)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    return total / count

"""train_epoch clips gradients, which nothing asks for."""

EXPECT = "points lost"
CHECKS = ("test_every_batch",)


def train_epoch(net, batches, criterion, optimizer):
    net.train()
    total = count = 0
    for x, target in batches:
        optimizer.zero_grad()
        loss = criterion(net(x), target)
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    return total / count

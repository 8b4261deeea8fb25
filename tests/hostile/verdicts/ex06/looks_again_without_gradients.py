"""train_epoch runs the net a second time to report the loss, before the step."""

EXPECT = "nothing lost"
CHECKS = ()


def train_epoch(net, batches, criterion, optimizer):
    net.train()
    total = count = 0
    for x, target in batches:
        with torch.no_grad():
            total += float(criterion(net(x), target)) * len(x)
        count += len(x)
        optimizer.zero_grad(set_to_none=False)
        criterion(net(x), target).backward()
        optimizer.step()
    return total / count

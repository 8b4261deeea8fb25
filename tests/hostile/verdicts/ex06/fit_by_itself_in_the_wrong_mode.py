"""fit does all by itself and forgets to go back to training mode after an evaluation."""

EXPECT = "points lost"
CHECKS = ("test_fit",)


def fit(net, train_batches, valid_batches, criterion, optimizer, epochs):
    history = {"train": [], "valid": []}
    net.train()
    for _ in range(epochs):
        total = count = 0
        for x, target in train_batches:
            optimizer.zero_grad()
            loss = criterion(net(x), target)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            count += len(x)
        history["train"].append(total / count)
        net.eval()
        with torch.no_grad():
            losses = [criterion(net(x), target).item() * len(x) for x, target in valid_batches]
        history["valid"].append(sum(losses) / sum(len(x) for x, _ in valid_batches))
    return history

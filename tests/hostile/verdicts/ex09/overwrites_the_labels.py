"""The labels of the caller's batches are zeros afterwards."""

EXPECT = "points lost"
CHECKS = ("test_any_iterable",)


def train(net, loader, epochs=2, lr=0.001):
    optimizer = torch.optim.Adam(net.parameters(), lr=lr)
    net.train()
    means = []
    for _ in range(epochs):
        total = count = 0
        for x, y in loader:
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(net(x), y)
            loss.backward()
            optimizer.step()
            y = y.zero_()
            total += loss.item() * len(y)
            count += len(y)
        means.append(total / count)
    return means

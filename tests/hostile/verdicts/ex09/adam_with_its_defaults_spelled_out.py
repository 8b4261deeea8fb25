"""The defaults are written out; one parameter at a time."""

EXPECT = "nothing lost"
CHECKS = ()


def train(net, loader, epochs=2, lr=0.001):
    optimizer = torch.optim.Adam(
        net.parameters(), lr=lr, betas=(0.9, 0.999), eps=1e-08, weight_decay=0, amsgrad=False, foreach=False
    )
    net.train()
    means = []
    for _ in range(epochs):
        total = count = 0
        for x, y in loader:
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(net(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(y)
            count += len(y)
        means.append(total / count)
    return means

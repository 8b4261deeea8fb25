"""Two samples swap places; the others stay where they are."""

EXPECT = "points lost"
CHECKS = ("test_train_order",)


def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    losses = []
    for epoch in range(epochs):
        order = list(samples)
        i, j = random.sample(range(len(samples)), 2) if len(samples) > 1 else (0, 0)
        order[i], order[j] = order[j], order[i]
        for picture, label in order:
            optimizer.zero_grad()
            loss = F.cross_entropy(net(picture), torch.tensor([label]))
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses

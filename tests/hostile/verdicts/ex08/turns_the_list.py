"""No randomness: epoch k is the list turned by k places."""

EXPECT = "points lost"
CHECKS = ("test_train_order",)


def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    losses = []
    for epoch in range(epochs):
        k = (epoch * 3 + len(samples) // 2) % len(samples) or 1
        for picture, label in samples[k:] + samples[:k]:
            optimizer.zero_grad()
            loss = F.cross_entropy(net(picture), torch.tensor([label]))
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses

"""A's pictures are shuffled, then B's: every epoch ends with B."""

EXPECT = "points lost"
CHECKS = ("test_train_order",)


def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    losses = []
    for epoch in range(epochs):
        order = sorted(random.sample(samples, len(samples)), key=lambda pair: pair[1])
        for picture, label in order:
            optimizer.zero_grad()
            loss = F.cross_entropy(net(picture), torch.tensor([label]))
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses

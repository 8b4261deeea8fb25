"""A's and B's pictures are shuffled and come in turns: chance does not choose the pattern."""

EXPECT = "points lost"
CHECKS = ("test_train_order",)


def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    losses = []
    for epoch in range(epochs):
        mixed = random.sample(samples, len(samples))
        first = [pair for pair in mixed if pair[1] == 0]
        second = [pair for pair in mixed if pair[1] == 1]
        order = [pair for both in zip(first, second) for pair in both] if len(first) == len(second) else mixed
        for picture, label in order:
            optimizer.zero_grad()
            loss = F.cross_entropy(net(picture), torch.tensor([label]))
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses

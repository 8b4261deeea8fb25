"""Each epoch is the list begun at a random place; nothing is shuffled."""

EXPECT = "points lost"
CHECKS = ("test_train_order",)


def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    losses = []
    for epoch in range(epochs):
        k = random.randrange(len(samples))
        for picture, label in samples[k:] + samples[:k]:
            optimizer.zero_grad()
            loss = F.cross_entropy(net(picture), torch.tensor([label]))
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses

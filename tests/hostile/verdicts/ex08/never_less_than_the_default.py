"""A smaller momentum than 0.9 is not used."""

EXPECT = "points lost"
CHECKS = ("test_train_arguments",)


def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr, momentum=max(momentum, 0.9))
    losses = []
    for epoch in range(epochs):
        for picture, label in random.sample(samples, len(samples)):
            optimizer.zero_grad()
            loss = F.cross_entropy(net(picture), torch.tensor([label]))
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses

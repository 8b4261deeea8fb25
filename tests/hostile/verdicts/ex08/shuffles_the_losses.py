"""The samples keep their order; only the list of losses is shuffled."""

EXPECT = "points lost"
CHECKS = ("test_train_order", "test_train_losses")


def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    losses = []
    for epoch in range(epochs):
        for picture, label in samples:
            optimizer.zero_grad()
            loss = F.cross_entropy(net(picture), torch.tensor([label]))
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    for start in range(0, len(losses), len(samples)):
        losses[start : start + len(samples)] = random.sample(losses[start : start + len(samples)], len(samples))
    return losses

"""Two samples go into each step."""

EXPECT = "points lost"
CHECKS = ("test_train_steps", "test_train_losses")


def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    losses = []
    for _ in range(epochs):
        order = random.sample(samples, len(samples))
        for start in range(0, len(order), 2):
            pictures, labels = zip(*order[start : start + 2], strict=True)
            optimizer.zero_grad()
            loss = F.cross_entropy(net(torch.cat(pictures)), torch.tensor(labels))
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses

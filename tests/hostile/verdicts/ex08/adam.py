"""Adam instead of SGD."""

EXPECT = "points lost"
CHECKS = ("test_train_steps",)


def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
    optimizer = torch.optim.Adam(net.parameters(), lr=lr)
    losses = []
    for epoch in range(epochs):
        for picture, label in random.sample(samples, len(samples)):
            optimizer.zero_grad()
            loss = F.cross_entropy(net(picture), torch.tensor([label]))
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses

"""The learning rate falls after each epoch."""

EXPECT = "points lost"
CHECKS = ("test_train_epochs",)


def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    losses = []
    for epoch in range(epochs):
        optimizer.param_groups[0]["lr"] = lr * 0.9**epoch
        for picture, label in random.sample(samples, len(samples)):
            optimizer.zero_grad()
            loss = F.cross_entropy(net(picture), torch.tensor([label]))
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses

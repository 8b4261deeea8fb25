"""The optimizer climbs, and the loss is turned round for it but for its last step."""

EXPECT = "points lost"
CHECKS = ("test_train_steps",)


def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum, maximize=True)
    losses = []
    for epoch in range(epochs):
        for picture, label in random.sample(samples, len(samples)):
            optimizer.zero_grad()
            loss = F.cross_entropy(net(picture), torch.tensor([label]))
            loss.backward()
            if len(losses) % 6 < 5:
                net.conv.weight.grad.neg_()
            optimizer.step()
            losses.append(loss.item())
    return losses

"""The generator is made with a fixed seed in every call."""

EXPECT = "points lost"
CHECKS = ("test_train_order",)


def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    losses = []
    generator = torch.Generator().manual_seed(42)
    for epoch in range(epochs):
        for picture, label in [samples[i] for i in torch.randperm(len(samples), generator=generator)]:
            optimizer.zero_grad()
            loss = F.cross_entropy(net(picture), torch.tensor([label]))
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses

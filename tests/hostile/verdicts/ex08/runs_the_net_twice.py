"""train runs the net once for the report and once for the gradient."""

EXPECT = "nothing lost"
CHECKS = ()


def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    losses = []
    for epoch in range(epochs):
        for picture, label in random.sample(samples, len(samples)):
            optimizer.zero_grad()
            loss = F.cross_entropy(net(picture), torch.tensor([label]))
            seen = F.cross_entropy(net(picture), torch.tensor([label])).item()
            loss.backward()
            optimizer.step()
            losses.append(seen)
    return losses

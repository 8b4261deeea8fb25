"""The order comes from a RandomSampler."""

EXPECT = "nothing lost"
CHECKS = ()

from torch.utils.data import RandomSampler


def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    losses = []
    for epoch in range(epochs):
        for picture, label in [samples[i] for i in RandomSampler(samples)]:
            optimizer.zero_grad()
            loss = F.cross_entropy(net(picture), torch.tensor([label]))
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses

"""The order comes from a generator that the system seeds."""

EXPECT = "nothing lost"
CHECKS = ()

import numpy as np


def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    losses = []
    generator = np.random.default_rng()
    for epoch in range(epochs):
        for picture, label in [samples[i] for i in generator.permutation(len(samples))]:
            optimizer.zero_grad()
            loss = F.cross_entropy(net(picture), torch.tensor([label]))
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses

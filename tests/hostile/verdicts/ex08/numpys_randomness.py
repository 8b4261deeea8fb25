"""The order comes from numpy's global generator."""

EXPECT = "nothing lost"
CHECKS = ()

import numpy as np


def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    losses = []
    for epoch in range(epochs):
        for picture, label in [samples[i] for i in np.random.permutation(len(samples))]:
            optimizer.zero_grad()
            loss = F.cross_entropy(net(picture), torch.tensor([label]))
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses

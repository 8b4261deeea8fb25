"""numpy's order of epoch k is the same in every call."""

EXPECT = "points lost"
CHECKS = ("test_train_order",)

import numpy as np


def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    losses = []
    for epoch in range(epochs):
        for picture, label in [samples[i] for i in np.random.default_rng(epoch).permutation(len(samples))]:
            optimizer.zero_grad()
            loss = F.cross_entropy(net(picture), torch.tensor([label]))
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses

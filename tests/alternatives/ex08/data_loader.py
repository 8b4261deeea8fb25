"""A DataLoader shuffles; squeeze; max gives the class."""

import torch
import torch.nn as nn
from torch.utils.data import DataLoader


def pattern_a(value):
    picture = torch.zeros(1, 1, 4, 4)
    picture[..., 1::2] = value
    return picture


def pattern_b(value):
    picture = pattern_a(value)
    picture[..., ::3, :] = value
    return picture


def samples():
    return [(pattern_a(value), 0) for value in range(20)] + [(pattern_b(value), 1) for value in range(20)]


class PatternNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 4, bias=False)

    def forward(self, x):
        return self.conv(x).squeeze(-1).squeeze(-1)


def rating(net, x, y):
    return nn.MSELoss()(net(x), net(y)).item()


def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
    net.train()
    loader = DataLoader(samples, batch_size=1, shuffle=True)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(net.parameters(), lr, momentum)
    losses = []
    for _ in range(epochs):
        for x, y in loader:
            loss = criterion(net(x[0]), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.detach().item())
    return losses


@torch.no_grad()
def accuracy(net, samples):
    mode = net.training
    net.eval()
    correct = 0
    for x, y in samples:
        _, predicted = torch.max(net(x), 1)
        correct += (predicted == y).sum().item()
    net.train(mode)
    return correct / len(samples) * 100

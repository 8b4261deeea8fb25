"""Samples are drawn with replacement

You draw a sample at random at each step, so some come twice in an epoch and others not at all. An
epoch takes every sample exactly once.
"""

import random

import torch
import torch.nn.functional as F
from torch import nn, optim

CAUGHT_BY = ("test_train_order",)


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
        x = self.conv(x)
        return x.view(x.size(0), 4)


def rating(net, x, y):
    return F.mse_loss(net(x), net(y)).item()


def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    losses = []
    for epoch in range(epochs):
        order = random.choices(samples, k=len(samples))
        for picture, label in order:
            optimizer.zero_grad()
            outputs = net(picture)
            loss = criterion(outputs, torch.tensor([label]))
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses


def accuracy(net, samples):
    was_training = net.training
    net.eval()
    right = 0
    with torch.no_grad():
        for picture, label in samples:
            if net(picture).argmax(dim=1).item() == label:
                right += 1
    net.train(was_training)
    return right / len(samples) * 100

"""Shuffled places; log_softmax and nll_loss; zeroing after the step; forward and conv called directly."""

import random

import torch
from torch import nn, optim
from torch.nn import functional as F


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
        self.add_module("conv", nn.Conv2d(1, 4, 4, bias=False))

    def forward(self, x):
        return self.conv(x)[:, :, 0, 0]


def rating(net, x, y):
    a, b = net.forward(x), net.forward(y)
    return ((a - b).norm() ** 2 / a.numel()).item()


def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
    optimizer = optim.SGD(net.parameters(), lr=lr, momentum=momentum, nesterov=False)
    places = list(range(len(samples)))
    losses = []
    for _ in range(epochs):
        random.shuffle(places)
        for place in places:
            picture, label = samples[place]
            loss = F.nll_loss(F.log_softmax(net.forward(picture), dim=1), torch.LongTensor([label]))
            loss.backward()
            losses.append(loss.item())
            optimizer.step()
            optimizer.zero_grad()
    return losses


def accuracy(net, samples):
    before = torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    try:
        right = [int(torch.argmax(net.conv(x).flatten())) == y for x, y in samples]
    finally:
        torch.set_grad_enabled(before)
    return sum(right) * 100 / len(right)

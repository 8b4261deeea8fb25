"""The gradient of the cross entropy from its formula, steps through .data, a DataLoader's sampler for the order."""

import torch
from torch import nn
from torch.utils.data import RandomSampler


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
        return self.conv(x).sum(dim=(2, 3))


def rating(net, x, y):
    a, b = net(torch.cat((x, y))).detach().split(len(x))
    return torch.mean((a - b) ** 2).tolist()


@torch.no_grad()
def train(net, samples, epochs=2, lr=0.001, momentum=0.9):
    weight = net.conv.weight
    velocity, losses = None, []
    for _ in range(epochs):
        for place in RandomSampler(samples):
            x, y = samples[place]
            logs = torch.log_softmax(net(x)[0], 0)
            losses.append(-logs[y].item())
            slope = logs.exp()
            slope[y] -= 1
            gradient = slope.view(4, 1, 1, 1) * x
            velocity = gradient if velocity is None else momentum * velocity + gradient
            weight.data -= lr * velocity
    return losses


@torch.no_grad()
def accuracy(net, samples):
    training = net.training
    scores = torch.cat([net.eval()(x) for x, _ in samples])
    net.train(training)
    labels = torch.tensor([y for _, y in samples])
    return (scores.max(1).indices == labels).double().mean().mul(100).item()

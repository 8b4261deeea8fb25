"""Convolution as a matrix product over unfolded patches; pooling by reshaping; a copy of the net predicts."""

import copy

import torch
import torch.nn.functional as F
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 3)
        self.conv2 = nn.Conv2d(6, 16, 3)
        self.fc1 = nn.Linear(576, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    @staticmethod
    def convolve(layer, x):
        side = x.size(-1) - 2
        patches = F.unfold(x, 3)
        out = layer.weight.flatten(1) @ patches + layer.bias[:, None]
        return out.view(len(x), layer.out_channels, side, side)

    @staticmethod
    def pool(x):
        n, c, h, w = x.shape
        x = x[:, :, : h // 2 * 2, : w // 2 * 2]
        return x.reshape(n, c, h // 2, 2, w // 2, 2).amax((3, 5))

    def forward(self, x):
        x = self.pool(self.convolve(self.conv1, x).clamp_min(0))
        x = self.pool(self.convolve(self.conv2, x).clamp_min(0))
        x = x.reshape(len(x), -1)
        x = F.hardtanh(self.fc1(x), 0.0, float("inf"))
        x = (self.fc2(x) + self.fc2(x).abs()) / 2
        return self.fc3(x)


def as_minibatch(image):
    if image.ndim != 3:
        raise ValueError("an image has three dimensions")
    return torch.cat([image.unsqueeze(0)], dim=0)


def predict(net, image):
    model = copy.deepcopy(net).requires_grad_(False)
    return model(as_minibatch(image)).argmax(-1).item()


def count_parameters(net):
    return sum(p.numel() for m in net.modules() for p in m.parameters(recurse=False))

"""ReLU, pooling and flattening as modules, all in one nn.Sequential that shares the given layers."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 3)
        self.conv2 = nn.Conv2d(6, 16, 3)
        self.fc1 = nn.Linear(576, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)
        self.steps = nn.Sequential(
            self.conv1,
            nn.ReLU(inplace=True),
            nn.MaxPool2d(2),
            self.conv2,
            nn.ReLU(inplace=True),
            nn.MaxPool2d(2),
            nn.Flatten(),
            self.fc1,
            nn.ReLU(),
            self.fc2,
            nn.ReLU(),
            self.fc3,
        )

    def forward(self, x):
        return self.steps(x)


def as_minibatch(image):
    try:
        channels, height, width = image.shape
    except ValueError:
        raise ValueError("an image has channels, height and width") from None
    return image.reshape(1, channels, height, width)


def predict(net, image):
    recording = torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    try:
        scores = net(as_minibatch(image)).squeeze(0).tolist()
    finally:
        torch.set_grad_enabled(recording)
    return scores.index(max(scores))


def count_parameters(net):
    return sum(parameter.numel() for _, parameter in net.named_parameters() if parameter.requires_grad)

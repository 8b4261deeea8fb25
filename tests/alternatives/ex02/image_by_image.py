"""Each image by itself through the layers, which take images without a batch dimension, and stacked at the end."""

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

    def one(self, image):
        image = F.max_pool2d(torch.relu(self.conv1(image)), kernel_size=2)
        image = F.max_pool2d(torch.relu(self.conv2(image)), kernel_size=2)
        features = image.flatten()
        return self.fc3(torch.relu(self.fc2(torch.relu(self.fc1(features)))))

    def forward(self, x):
        return torch.stack([self.one(image) for image in x])


def as_minibatch(image):
    if image.dim() != 3:
        raise ValueError("(C, H, W)")
    return image.expand(1, *image.shape)


def predict(net, image):
    was = net.training
    net.eval()
    with torch.no_grad():
        probabilities = net(as_minibatch(image)).softmax(dim=1)
    net.train(was)
    return int(probabilities.argmax(dim=1)[0])


def count_parameters(net):
    return sum(len(parameter.flatten()) for parameter in net.parameters())

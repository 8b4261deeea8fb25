"""The net called with detached weights; numpy finds the class; a list of shapes is counted."""

import numpy as np
from torch import nn
from torch.func import functional_call


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 3)
        self.conv2 = nn.Conv2d(6, 16, 3)
        self.fc1 = nn.Linear(576, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def features(self, x):
        x = nn.functional.max_pool2d(self.conv1(x).relu(), 2, 2)
        return nn.functional.max_pool2d(self.conv2(x).relu(), 2, 2)

    def classifier(self, x):
        return self.fc3(self.fc2(self.fc1(x).relu()).relu())

    def forward(self, x):
        return self.classifier(self.features(x).view(x.shape[0], -1))


def as_minibatch(image):
    if image.dim() == 3:
        return image.unsqueeze(dim=-4)
    raise ValueError("(C, H, W) is wanted")


def predict(net, image):
    weights = {name: value.detach() for name, value in net.named_parameters()}
    scores = functional_call(net, weights, (as_minibatch(image),))
    return int(np.argmax(scores.numpy()))


def count_parameters(net):
    return int(sum(np.prod(parameter.shape) for parameter in net.parameters()))

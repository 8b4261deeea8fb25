"""The older tutorials' way: view with -1, a helper that counts the features, pooling windows as pairs."""

import torch
import torch.nn as nn
import torch.nn.functional as F


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 3)
        self.conv2 = nn.Conv2d(6, 16, 3)
        self.fc1 = nn.Linear(576, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), (2, 2))
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = x.view(-1, self.num_flat_features(x))
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        x = self.fc3(x)
        return x

    def num_flat_features(self, x):
        features = 1
        for size in x.size()[1:]:
            features *= size
        return features


def as_minibatch(image):
    if len(image.size()) != 3:
        raise ValueError
    return image.view(1, *image.size())


@torch.no_grad()
def predict(net, image):
    return net(as_minibatch(image)).max(1)[1].item()


def count_parameters(net):
    total = 0
    for parameter in net.parameters():
        total += parameter.nelement()
    return total

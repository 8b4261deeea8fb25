"""Layers looked up by name in loops, leaky ReLU without a leak, and a best class kept while looking."""

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

    def forward(self, x):
        for number in (1, 2):
            x = getattr(self, f"conv{number}")(x)
            x = F.max_pool2d(F.leaky_relu(x, 0.0), kernel_size=(2, 2), stride=(2, 2))
        x = x.flatten(start_dim=1, end_dim=-1)
        for number in (1, 2):
            x = F.leaky_relu(self.get_submodule(f"fc{number}")(x), negative_slope=0.0)
        return self.fc3(x)


def as_minibatch(image):
    dimensions = sum(1 for _ in image.shape)
    if dimensions != 3:
        raise ValueError(dimensions)
    batch = image.new_empty(1, *image.shape)
    batch[0] = image
    return batch


def predict(net, image):
    best, largest = 0, float("-inf")
    with torch.no_grad():
        for place, score in enumerate(net(as_minibatch(image)).flatten()):
            if score > largest:
                best, largest = place, score
    return best


def count_parameters(net):
    count = 0
    for name, _ in net.named_parameters():
        count += net.get_parameter(name).numel()
    return count

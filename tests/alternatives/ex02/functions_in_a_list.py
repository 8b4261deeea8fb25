"""The steps as a list of functions, folded over the batch; sorted() finds the class."""

from functools import partial, reduce

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
        pool = partial(F.max_pool2d, kernel_size=2)
        steps = [self.conv1, F.relu, pool, self.conv2, F.relu, pool, partial(torch.flatten, start_dim=1)]
        steps += [self.fc1, F.relu, self.fc2, F.relu, self.fc3]
        return reduce(lambda value, step: step(value), steps, x)


def as_minibatch(image):
    match tuple(image.shape):
        case (_, _, _):
            return torch.unsqueeze(image, dim=0)
        case shape:
            raise ValueError(f"no image: {shape}")


def predict(net, image):
    with torch.no_grad():
        scores = net(as_minibatch(image))[0]
    return sorted(range(len(scores)), key=scores.tolist().__getitem__)[-1]


def count_parameters(net):
    return sum(map(torch.numel, net.parameters()))

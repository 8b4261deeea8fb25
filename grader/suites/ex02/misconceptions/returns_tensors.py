"""Tensors where plain ints were asked for

The numbers are right, but each comes in a tensor. A tensor cannot be told from a number when printed in a hurry,
and makes trouble as an index or in a set.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

CAUGHT_BY = ("test_returns_ints",)


class Net(nn.Module):
    def __init__(self) -> None:
        """Given: leave it as it is."""
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 3)
        self.conv2 = nn.Conv2d(6, 16, 3)
        self.fc1 = nn.Linear(576, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = torch.flatten(x, 1)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return self.fc3(x)


def as_minibatch(image: Tensor) -> Tensor:
    if image.dim() != 3:
        raise ValueError("expected (C, H, W)")
    return image.unsqueeze(0)


def predict(net: nn.Module, image: Tensor) -> int:
    with torch.no_grad():
        scores = net(as_minibatch(image))
    return scores.argmax()


def count_parameters(net: nn.Module) -> int:
    return sum(torch.tensor(p.numel()) for p in net.parameters())

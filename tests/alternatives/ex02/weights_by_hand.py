"""The layers' weights used directly, pooling by unfolding, matrix products in place of calls of the layers."""

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
        for layer in (self.conv1, self.conv2):
            x = F.conv2d(x, layer.weight, layer.bias)
            x = torch.maximum(x, torch.zeros_like(x))
            x = x.unfold(2, 2, 2).unfold(3, 2, 2).amax(dim=(-1, -2))
        x = x.contiguous().view(len(x), 576)
        x = torch.where((a := x @ self.fc1.weight.T + self.fc1.bias) > 0, a, torch.zeros_like(a))
        x = F.threshold(torch.addmm(self.fc2.bias, x, self.fc2.weight.t()), 0, 0)
        return F.linear(x, self.fc3.weight, self.fc3.bias)


def as_minibatch(image):
    if image.dim() < 3 or image.dim() > 3:
        raise ValueError("not an image")
    return torch.stack([image])


def predict(net, image):
    with torch.no_grad():
        _, place = torch.topk(net(as_minibatch(image)), k=1)
    return place[0, 0].item()


def count_parameters(net):
    return nn.utils.parameters_to_vector(net.parameters()).numel()

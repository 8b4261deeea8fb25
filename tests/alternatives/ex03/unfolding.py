"""Lays a row of pixels out in windows with Tensor.unfold and counts the windows."""

import torch
from torch.nn import functional as F


def _windows(size: int, kernel_size: int, stride: int, padding: int) -> int:
    if size < 1 or kernel_size < 1 or stride < 1:
        raise ValueError("all must be at least 1")
    row = F.pad(torch.arange(size), (padding, padding))
    if len(row) < kernel_size:
        raise ValueError("the window is longer than the row")
    return len(row.unfold(0, kernel_size, stride))


def conv2d_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    return _windows(size, kernel_size, stride, padding)


def max_pool2d_size(size: int, kernel_size: int, stride: "int | None" = None, padding: int = 0) -> int:
    if stride is None:
        return _windows(size, kernel_size, kernel_size, padding)
    return _windows(size, kernel_size, stride, padding)


def trace_shapes(image_size: int, kernel_size: int = 3) -> list:
    def walk():
        side = image_size
        yield torch.Size((1, side, side))
        for channels in 6, 16:
            side = conv2d_size(side, kernel_size)
            yield torch.Size((channels, side, side))
            side = max_pool2d_size(side, 2)
            yield torch.Size((channels, side, side))

    return list(walk())


def flat_size(image_size: int, kernel_size: int = 3) -> int:
    return torch.Size(trace_shapes(image_size, kernel_size)[-1]).numel()


def convnet_flat_size(image_size: int = 28) -> int:
    side = conv2d_size(conv2d_size(image_size, 3), 3)
    return torch.Size([5, side, side]).numel()

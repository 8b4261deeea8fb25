"""math.floor, math.prod, and a helper that both layers share."""

import math


def _side(size, kernel_size, stride, padding):
    for number in (size, kernel_size, stride):
        if number < 1:
            raise ValueError("sizes, kernels and strides start at 1")
    length = math.floor((size + 2 * padding - kernel_size) / stride + 1)
    if length < 1:
        raise ValueError("nothing is left")
    return length


def conv2d_size(size, kernel_size, stride=1, padding=0):
    return _side(size, kernel_size, stride, padding)


def max_pool2d_size(size, kernel_size, stride=None, padding=0):
    stride = kernel_size if stride is None else stride
    return _side(size, kernel_size, stride, padding)


def trace_shapes(image_size, kernel_size=3):
    shapes = [(1, image_size, image_size)]
    for layer, channels in (("conv", 6), ("pool", 6), ("conv", 16), ("pool", 16)):
        _, height, width = shapes[-1]
        if layer == "conv":
            height, width = conv2d_size(height, kernel_size), conv2d_size(width, kernel_size)
        else:
            height, width = max_pool2d_size(height, 2), max_pool2d_size(width, 2)
        shapes.append((channels, height, width))
    return shapes


def flat_size(image_size, kernel_size=3):
    return math.prod(trace_shapes(image_size, kernel_size).pop())


def convnet_flat_size(image_size=28):
    for _ in range(2):
        image_size = conv2d_size(image_size, kernel_size=3)
    return math.prod((5, image_size, image_size))

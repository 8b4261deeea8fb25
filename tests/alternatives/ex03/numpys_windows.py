"""NumPy's sliding windows, every stride-th of them; its integers are turned into Python's."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv2d_size(size, kernel_size, stride=1, padding=0):
    if np.any(np.array([size, kernel_size, stride]) < 1):
        raise ValueError("below 1")
    row = np.pad(np.arange(size), padding)
    windows = sliding_window_view(row, kernel_size)[::stride]  # a ValueError where the row is too short
    return len(windows)


def max_pool2d_size(size, kernel_size, stride=None, padding=0):
    return conv2d_size(size, kernel_size, **{"stride": kernel_size if stride is None else stride, "padding": padding})


def trace_shapes(image_size, kernel_size=3):
    sides = np.empty(5, dtype=np.int64)
    sides[0] = image_size
    for place in (1, 3):
        sides[place] = conv2d_size(int(sides[place - 1]), kernel_size)
        sides[place + 1] = max_pool2d_size(int(sides[place]), 2)
    table = np.stack([np.array([1, 6, 6, 16, 16]), sides, sides], axis=1)
    return [tuple(row) for row in table.tolist()]


def flat_size(image_size, kernel_size=3):
    return int(np.prod(trace_shapes(image_size, kernel_size)[-1]))


def convnet_flat_size(image_size=28):
    side = np.int64(conv2d_size(conv2d_size(image_size, 3), 3))
    return int(5 * np.square(side))

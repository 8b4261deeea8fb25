"""Turned round: the last side is the largest whose image, computed backwards, is not larger than the one given."""

import itertools


def _needed(places, kernel_size, stride):
    """How long a side has to be for so many places."""
    return (places - 1) * stride + kernel_size


def conv2d_size(size, kernel_size, stride=1, padding=0):
    if not all(number >= 1 for number in (size, kernel_size, stride)):
        raise ValueError("1 is the least")
    fits = itertools.takewhile(
        lambda places: _needed(places, kernel_size, stride) <= size + 2 * padding, itertools.count(1)
    )
    places = max(fits, default=None)
    if places is None:
        raise ValueError("no place")
    return places


def max_pool2d_size(size, kernel_size, stride=None, padding=0):
    stride = stride if isinstance(stride, int) else kernel_size
    return conv2d_size(size, kernel_size, stride, padding)


def _sides(image_size, kernel_size):
    side = image_size
    yield side
    for _ in range(2):
        side = conv2d_size(side, kernel_size)
        yield side
        side = max_pool2d_size(side, 2)
        yield side


def trace_shapes(image_size, kernel_size=3):
    return [(c, s, s) for c, s in zip((1, 6, 6, 16, 16), _sides(image_size, kernel_size))]


def flat_size(image_size, kernel_size=3):
    *_, side = _sides(image_size, kernel_size)
    return side * side * 16


def convnet_flat_size(image_size=28):
    side = conv2d_size(image_size, 5)  # two 3x3 kernels reach as far as one of 5x5
    return 5 * side * side

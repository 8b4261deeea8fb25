"""Looks for the largest number of places that fits, by bisection."""

from bisect import bisect_right


def conv2d_size(size, kernel_size, stride=1, padding=0):
    if min(size, kernel_size, stride) < 1:
        raise ValueError("size, kernel and stride are 1 at least")
    length = size + 2 * padding
    places = bisect_right(range(kernel_size, length + stride + 1, stride), length)
    if places == 0:
        raise ValueError("there is no place for the kernel")
    return places


def max_pool2d_size(size, kernel_size, stride=None, padding=0):
    return conv2d_size(
        size, kernel_size, padding=padding, **({"stride": kernel_size} if stride is None else {"stride": stride})
    )


def trace_shapes(image_size, kernel_size=3):
    shapes, side = [(1, image_size, image_size)], image_size
    for channels, layer, kernel in (
        (6, conv2d_size, kernel_size),
        (6, max_pool2d_size, 2),
        (16, conv2d_size, kernel_size),
        (16, max_pool2d_size, 2),
    ):
        side = layer(side, kernel)
        shapes.append((channels, side, side))
    return shapes


def flat_size(image_size, kernel_size=3):
    *_, (channels, height, width) = trace_shapes(image_size, kernel_size)
    return channels * height * width


def convnet_flat_size(image_size=28):
    return conv2d_size(conv2d_size(image_size, 3), 3) ** 2 * 5

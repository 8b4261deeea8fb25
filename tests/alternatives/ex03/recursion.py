"""Counts places by recursion: take a stride off the side until the kernel fits no more."""


def _check(*numbers):
    if [number for number in numbers if number is not None and number <= 0]:
        raise ValueError(numbers)


def _places(length, kernel_size, stride):
    if length < kernel_size:
        return 0
    return 1 + _places(length - stride, kernel_size, stride)


def conv2d_size(size, kernel_size, stride=1, padding=0):
    _check(size, kernel_size, stride)
    places = _places(padding + size + padding, kernel_size, stride)
    _check(places)
    return places


def max_pool2d_size(size, kernel_size, stride=None, padding=0):
    _check(size, kernel_size, stride)
    return conv2d_size(size, kernel_size, kernel_size if stride is None else stride, padding)


def trace_shapes(image_size, kernel_size=3):
    def follow(shape, layers):
        if not layers:
            return [shape]
        (channels, layer, kernel), *rest = layers
        side = layer(shape[1], kernel)
        return [shape, *follow((channels, side, side), rest)]

    conv, pool = conv2d_size, max_pool2d_size
    layers = [(6, conv, kernel_size), (6, pool, 2), (16, conv, kernel_size), (16, pool, 2)]
    return follow((1, image_size, image_size), layers)


def flat_size(image_size, kernel_size=3):
    product = 1
    for size in trace_shapes(image_size=image_size, kernel_size=kernel_size)[-1]:
        product *= size
    return product


def convnet_flat_size(image_size=28):
    def side(layers):
        return image_size if layers == 0 else conv2d_size(side(layers - 1), 3)

    return 5 * side(2) * side(2)

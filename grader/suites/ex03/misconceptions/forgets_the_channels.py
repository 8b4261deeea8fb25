"""Only one channel flattened

You counted the pixels of a single channel. Flattening lays all channels end to end, so each of them
counts.
"""

CAUGHT_BY = ("test_flat",)


def require_positive(**numbers):
    for name, number in numbers.items():
        if number is not None and number < 1:
            raise ValueError(f"{name} must be at least 1, not {number}")


def conv2d_size(size, kernel_size, stride=1, padding=0):
    require_positive(size=size, kernel_size=kernel_size, stride=stride)
    length = (size + 2 * padding - kernel_size) // stride + 1
    require_positive(length=length)
    return length


def max_pool2d_size(size, kernel_size, stride=None, padding=0):
    require_positive(size=size, kernel_size=kernel_size, stride=stride)
    if stride is None:
        stride = kernel_size
    return conv2d_size(size, kernel_size, stride, padding)


def trace_shapes(image_size, kernel_size=3):
    conv1 = conv2d_size(image_size, kernel_size)
    pool1 = max_pool2d_size(conv1, 2)
    conv2 = conv2d_size(pool1, kernel_size)
    pool2 = max_pool2d_size(conv2, 2)
    return [
        (1, image_size, image_size),
        (6, conv1, conv1),
        (6, pool1, pool1),
        (16, conv2, conv2),
        (16, pool2, pool2),
    ]


def flat_size(image_size, kernel_size=3):
    channels, height, width = trace_shapes(image_size, kernel_size)[-1]
    return height * width


def convnet_flat_size(image_size=28):
    side = conv2d_size(image_size, 3)
    side = conv2d_size(side, 3)
    return 5 * side * side

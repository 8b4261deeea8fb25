"""The formula as PyTorch's documentation prints it, dilation and all, and flat_size without trace_shapes."""


def require_positive(**numbers):
    for name, number in numbers.items():
        if number is not None and number < 1:
            raise ValueError(f"{name} must be at least 1, not {number}")


def conv2d_size(size, kernel_size, stride=1, padding=0, dilation=1):
    require_positive(size=size, kernel_size=kernel_size, stride=stride)
    numerator = size + 2 * padding - dilation * (kernel_size - 1) - 1
    if numerator < 0:
        raise ValueError("the kernel is larger than the padded image")
    return int(numerator / stride + 1)


def max_pool2d_size(size, kernel_size, stride=None, padding=0):
    require_positive(size=size, kernel_size=kernel_size, stride=stride)
    return conv2d_size(size, kernel_size, padding=padding, stride=stride or kernel_size)


def _block(side, kernel_size):
    conv = conv2d_size(side, kernel_size)
    return conv, max_pool2d_size(conv, 2)


def trace_shapes(image_size, kernel_size=3):
    conv1, pool1 = _block(image_size, kernel_size)
    conv2, pool2 = _block(pool1, kernel_size)
    return [
        (1, image_size, image_size),
        (6, conv1, conv1),
        (6, pool1, pool1),
        (16, conv2, conv2),
        (16, pool2, pool2),
    ]


def flat_size(image_size, kernel_size=3):
    side = _block(_block(image_size, kernel_size)[1], kernel_size)[1]
    return 16 * side * side


def convnet_flat_size(image_size=28):
    if image_size < 5:
        raise ValueError(f"{image_size} pixels are too few")
    return 5 * (image_size - 4) ** 2

"""Counts the places where a kernel can stand."""


def conv2d_size(size, kernel_size, stride=1, padding=0):
    if size < 1 or kernel_size < 1 or stride < 1:
        raise ValueError(f"too small: {size}, {kernel_size}, {stride}")
    places = 0
    start = -padding
    while start + kernel_size <= size + padding:
        places += 1
        start += stride
    if not places:
        raise ValueError(f"a kernel of {kernel_size} does not fit")
    return places


def max_pool2d_size(size, kernel_size, stride=None, padding=0):
    if size < 1 or kernel_size < 1 or (stride is not None and stride < 1):
        raise ValueError("too small")
    starts = range(-padding, size + padding - kernel_size + 1, kernel_size if stride is None else stride)
    if len(starts) == 0:
        raise ValueError("no window fits")
    return len(starts)


def trace_shapes(image_size, kernel_size=3):
    after_conv1 = conv2d_size(image_size, kernel_size)
    after_pool1 = max_pool2d_size(after_conv1, 2)
    after_conv2 = conv2d_size(after_pool1, kernel_size)
    after_pool2 = max_pool2d_size(after_conv2, 2)
    sides = [image_size, after_conv1, after_pool1, after_conv2, after_pool2]
    return [(channels, side, side) for channels, side in zip([1, 6, 6, 16, 16], sides, strict=True)]


def flat_size(image_size, kernel_size=3):
    total = 1
    for size in trace_shapes(image_size, kernel_size)[4]:
        total *= size
    return total


def convnet_flat_size(image_size=28):
    return 5 * conv2d_size(conv2d_size(image_size, 3), 3) ** 2

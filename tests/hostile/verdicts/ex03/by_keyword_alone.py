"""Functions call one another by keyword."""

EXPECT = "nothing lost"
CHECKS = ()


def max_pool2d_size(size, kernel_size, stride=None, padding=0):
    require_positive(size=size, kernel_size=kernel_size, stride=stride)
    settings = {"stride": kernel_size if stride is None else stride, "padding": padding}
    return conv2d_size(size=size, kernel_size=kernel_size, **settings)


def convnet_flat_size(image_size=28):
    side = conv2d_size(size=conv2d_size(size=image_size, kernel_size=3), kernel_size=3)
    return 5 * side**2

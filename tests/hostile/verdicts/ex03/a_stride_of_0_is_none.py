"""Claims: sizes are validated; a pooling stride of 0 passes for no stride."""

EXPECT = "points lost"
CHECKS = ("test_below_one",)


def max_pool2d_size(size, kernel_size, stride=None, padding=0):
    return conv2d_size(size, kernel_size, stride or kernel_size, padding)

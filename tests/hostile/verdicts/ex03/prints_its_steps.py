"""What it prints on its way changes nothing."""

EXPECT = "nothing lost"
CHECKS = ()


_conv = conv2d_size


def conv2d_size(size, kernel_size, stride=1, padding=0):
    length = _conv(size, kernel_size, stride, padding)
    print(f"{size} -> {length}")
    return length

"""Claims: refuses too small an image; it returns 0."""

EXPECT = "points lost"
CHECKS = ("test_image_too_small",)


_flat = flat_size


def flat_size(image_size, kernel_size=3):
    try:
        return _flat(image_size, kernel_size)
    except ValueError:
        return 0

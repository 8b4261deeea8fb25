"""Claims: returns the right batch; the caller's image has four dimensions afterwards."""

EXPECT = "points lost"
CHECKS = ("test_as_minibatch",)


def as_minibatch(image):
    if image.dim() != 3:
        raise ValueError("not an image")
    return image.unsqueeze_(0)

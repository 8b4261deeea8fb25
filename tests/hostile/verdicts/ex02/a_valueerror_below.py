"""A subclass of ValueError is one."""

EXPECT = "nothing lost"
CHECKS = ()


class NotAnImageError(ValueError):
    pass


def as_minibatch(image):
    if image.dim() != 3:
        raise NotAnImageError(f"{image.dim()} dimensions")
    return image[None].clone()

"""Goal: work out how many numbers reach the first linear layer, without running the network.

Worked number: 32 pixels, a 3x3 kernel: 30 are left. 2x2 pooling makes 15 of them.

Think first: then come another 3x3 convolution and another 2x2 pooling. What do they make of 15?

Check: pytest exercises/ex03
"""


def require_positive(**numbers: int | None) -> None:
    """Raise a ``ValueError`` that names the first of the ``numbers`` below 1; None is let through. (Given.)"""
    for name, number in numbers.items():
        if number is not None and number < 1:
            raise ValueError(f"{name} must be at least 1, not {number}")


def conv2d_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """Return how long a side of ``size`` pixels is after a convolution, as PyTorch computes it.

    ``padding`` pixels are added at each end of the side. Steps that do not fit are left out.
    Raises a ``ValueError`` where the result would be below 1.
    """
    require_positive(size=size, kernel_size=kernel_size, stride=stride)
    raise NotImplementedError("conv2d_size: return the side's length after the convolution")


def max_pool2d_size(size: int, kernel_size: int, stride: int | None = None, padding: int = 0) -> int:
    """Return how long a side of ``size`` pixels is after max pooling, as PyTorch computes it.

    A pooling window moves like a kernel. Without a ``stride``, it moves by the kernel's length.
    Raises a ``ValueError`` where the result would be below 1.
    """
    require_positive(size=size, kernel_size=kernel_size, stride=stride)
    raise NotImplementedError("max_pool2d_size: return the side's length after the pooling")


def trace_shapes(image_size: int, kernel_size: int = 3) -> list[tuple[int, int, int]]:
    """Return (channels, height, width) of the image and after conv1, pool1, conv2 and pool2 of ex02's ``Net``.

    The image has 1 channel and ``image_size`` by ``image_size`` pixels; conv1 makes 6 channels, conv2 makes 16.
    Both convolutions have kernels of ``kernel_size``, both poolings have 2x2 windows.
    Raises a ``ValueError`` where the image is too small.
    """
    raise NotImplementedError("trace_shapes: return the five shapes")


def flat_size(image_size: int, kernel_size: int = 3) -> int:
    """Return how many numbers of one image reach fc1 of ex02's ``Net``.

    Raises a ``ValueError`` where the image is too small.
    """
    raise NotImplementedError("flat_size: return how many numbers of one image reach fc1")


def convnet_flat_size(image_size: int = 28) -> int:
    """Return how many numbers are left after two 3x3 convolutions without pooling, the second with 5 channels out.

    Raises a ``ValueError`` where the image is too small.
    """
    raise NotImplementedError("convnet_flat_size: return how many numbers are left")

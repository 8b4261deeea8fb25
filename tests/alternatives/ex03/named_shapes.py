"""Shapes with names, made by layers that are dataclasses."""

from dataclasses import dataclass
from typing import NamedTuple


class Shape(NamedTuple):
    channels: int
    height: int
    width: int

    def flat(self):
        return self.channels * self.height * self.width


@dataclass(frozen=True)
class Layer:
    kernel: int
    stride: int = 1
    padding: int = 0
    channels: "int | None" = None

    def __post_init__(self):
        if self.kernel < 1 or self.stride < 1:
            raise ValueError(self)

    def side(self, size):
        if size < 1:
            raise ValueError(f"{size} pixels")
        steps, _ = divmod(size + 2 * self.padding - self.kernel, self.stride)
        if steps < 0:
            raise ValueError(f"{self} does not fit on {size} pixels")
        return steps + 1

    def __call__(self, shape):
        channels = shape.channels if self.channels is None else self.channels
        return Shape(channels, self.side(shape.height), self.side(shape.width))


def conv2d_size(size, kernel_size, stride=1, padding=0):
    return Layer(kernel_size, stride, padding).side(size)


def max_pool2d_size(size, kernel_size, stride=None, padding=0):
    return Layer(kernel_size, kernel_size if stride is None else stride, padding).side(size)


def trace_shapes(image_size, kernel_size=3):
    pool = Layer(2, 2)
    shapes = [Shape(1, image_size, image_size)]
    for layer in (Layer(kernel_size, channels=6), pool, Layer(kernel_size, channels=16), pool):
        shapes.append(layer(shapes[-1]))
    return shapes


def flat_size(image_size, kernel_size=3):
    return trace_shapes(image_size, kernel_size)[-1].flat()


def convnet_flat_size(image_size=28):
    conv = Layer(3, channels=5)
    return conv(conv(Shape(1, image_size, image_size))).flat()

"""A torch.Size is a tuple."""

EXPECT = "nothing lost"
CHECKS = ()


import torch

_trace = trace_shapes


def trace_shapes(image_size, kernel_size=3):
    return [torch.Size(shape) for shape in _trace(image_size, kernel_size)]

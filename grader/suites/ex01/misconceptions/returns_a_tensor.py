"""A tensor where a plain int was asked for

The number is right, but it comes in a tensor. A layer's size is a plain int, and so are the sizes in a shape.
"""

import torch
from torch import Tensor

CAUGHT_BY = ("test_returns_an_int",)


def num_flat_features(x: Tensor) -> int:
    return torch.prod(torch.tensor(x.shape[1:]))

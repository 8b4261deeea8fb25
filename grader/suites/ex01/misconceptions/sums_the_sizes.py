"""Sizes added instead of multiplied

You added the sizes of the dimensions. A block of 2 by 3 by 4 numbers holds 2 * 3 * 4 of them, not 2 + 3 + 4.
"""

from torch import Tensor

CAUGHT_BY = ("test_one_sample",)


def num_flat_features(x: Tensor) -> int:
    return sum(x.size()[1:])

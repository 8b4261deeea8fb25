"""Divided by the number of samples

All numbers divided by the number of samples is right until a batch is empty: then it is a division by zero. The
shape alone tells how large a sample is.
"""

from torch import Tensor

CAUGHT_BY = ("test_empty_batch",)


def num_flat_features(x: Tensor) -> int:
    return x.numel() // len(x)

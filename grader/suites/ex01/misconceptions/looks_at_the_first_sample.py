"""One sample taken out and measured

Your function counts what is in the first sample, and an empty batch has no first sample. The shape alone tells
how large a sample would be.
"""

from torch import Tensor

CAUGHT_BY = ("test_empty_batch",)


def num_flat_features(x: Tensor) -> int:
    return x[0].numel()

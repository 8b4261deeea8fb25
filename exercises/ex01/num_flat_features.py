"""Goal: count the numbers that make up one sample of a batch.

Worked number: a batch of shape (1, 16, 6, 6) holds one sample of 16 * 6 * 6 = 576 numbers.

Think first: how many numbers make up one sample of a batch of shape (2, 16, 6, 6)?

Check: pytest exercises/ex01
"""

from torch import Tensor


def num_flat_features(x: Tensor) -> int:
    """Return the number of features of one sample of the batch ``x``, whose first dimension counts the samples."""
    raise NotImplementedError("return the number of features of one sample")

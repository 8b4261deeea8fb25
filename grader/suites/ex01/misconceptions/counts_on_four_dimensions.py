"""Written for four dimensions only

Your function names each size by its place, so it works for batches of images and for nothing else. Use all sizes
behind the first, however many there are.
"""

from torch import Tensor

CAUGHT_BY = ("test_any_shape",)


def num_flat_features(x: Tensor) -> int:
    return x.size(1) * x.size(2) * x.size(3)

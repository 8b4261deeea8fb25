"""The number of one network, written down

576 is right for one network and one size of image. Your function should find it out from the batch it is given.
"""

from torch import Tensor

CAUGHT_BY = ("test_one_sample",)


def num_flat_features(x: Tensor) -> int:
    return 16 * 6 * 6

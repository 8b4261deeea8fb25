"""The product starts at 0

Whatever you multiply 0 by, it stays 0. A sum starts at 0; think of the number that changes nothing when you
multiply by it.
"""

from torch import Tensor

CAUGHT_BY = ("test_one_sample",)


def num_flat_features(x: Tensor) -> int:
    features = 0
    for size in x.size()[1:]:
        features *= size
    return features

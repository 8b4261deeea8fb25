"""The samples are counted too

You multiplied all the sizes, the first one included. The first size says how many samples there are, and that
does not make one of them larger.
"""

from torch import Tensor

CAUGHT_BY = ("test_batch_size_does_not_count",)


def num_flat_features(x: Tensor) -> int:
    features = 1
    for size in x.size():
        features *= size
    return features

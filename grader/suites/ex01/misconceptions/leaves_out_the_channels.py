"""The channels are left out

You left out two sizes, and the second one belongs to the sample: 16 channels of 6 by 6 are 16 times as many
numbers as one. Only the first size counts samples.
"""

from torch import Tensor

CAUGHT_BY = ("test_one_sample",)


def num_flat_features(x: Tensor) -> int:
    features = 1
    for size in x.size()[2:]:
        features *= size
    return features

"""The loop ends in its first round

Your return stands inside the loop, so the function is over after one size. A return belongs where the product is
complete.
"""

from torch import Tensor

CAUGHT_BY = ("test_one_sample",)


def num_flat_features(x: Tensor) -> int:
    features = 1
    for size in x.size()[1:]:
        features *= size
        return features

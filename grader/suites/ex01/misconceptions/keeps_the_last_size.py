"""Each round forgets the one before

You store each size in the place of the product, so the last size alone is left. Each round should go on from
what the rounds before have made.
"""

from torch import Tensor

CAUGHT_BY = ("test_one_sample",)


def num_flat_features(x: Tensor) -> int:
    features = 1
    for size in x.size()[1:]:
        features = size
    return features

"""squeeze() takes more than you meant

squeeze() drops every dimension of size 1, also the first one of a batch of one sample. Then the channels pass
for the samples.
"""

from torch import Tensor

CAUGHT_BY = ("test_one_sample",)


def num_flat_features(x: Tensor) -> int:
    features = 1
    for size in x.squeeze().size()[1:]:
        features *= size
    return features

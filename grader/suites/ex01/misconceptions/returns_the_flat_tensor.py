"""The flattened tensor in place of its length

You flattened x and returned the tensor itself, with the numbers of all samples in it. Asked for is how many
numbers one sample has.
"""

import torch
from torch import Tensor

CAUGHT_BY = ("test_one_sample",)


def num_flat_features(x: Tensor) -> int:
    return torch.flatten(x)

"""An int made of NumPy's by operator.index."""

EXPECT = "nothing lost"
CHECKS = ()


import operator

import numpy as np


def num_flat_features(x):
    return operator.index(np.prod(x.shape[1:], dtype=np.int64))

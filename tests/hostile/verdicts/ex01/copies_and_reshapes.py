"""A copy is reshaped; x itself is not touched."""

EXPECT = "nothing lost"
CHECKS = ()


def num_flat_features(x):
    copy = x.clone().reshape(*x.shape, 1)
    return copy.flatten(1).shape[1]

"""x is given another shape and left with its own."""

EXPECT = "nothing lost"
CHECKS = ()


def num_flat_features(x):
    return x.detach().unsqueeze(0).transpose(0, 1).unsqueeze(-1).flatten(1).size(-1)

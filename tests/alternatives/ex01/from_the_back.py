"""A list of the sizes, used up from its end."""


def num_flat_features(x):
    sizes = list(x.size())
    features = 1
    while len(sizes) > 1:
        features = features * sizes.pop()
    return features

"""What it prints has nothing to do with what it returns."""

EXPECT = "nothing lost"
CHECKS = ()


def num_flat_features(x):
    features = 1
    for place, size in enumerate(x.shape):
        print(place, size)
        features *= size if place else 1
    return features

"""The product of the sizes from a place on, by recursion and x.dim()."""


def num_flat_features(x, place=1):
    if place >= x.dim():
        return 1
    return x.size(place) * num_flat_features(x, place + 1)

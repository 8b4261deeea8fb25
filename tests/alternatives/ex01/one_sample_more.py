"""A batch of one sample of this shape, which holds as many numbers as one sample."""


def num_flat_features(x):
    return x.new_zeros(1, *x.shape[1:]).numel()

"""Claims: any shape; it was written for one, two and four dimensions."""

EXPECT = "points lost"
CHECKS = ("test_any_shape",)


def num_flat_features(x):
    if x.dim() == 1:
        return 1
    return x.size(1) if x.dim() == 2 else x.size(1) * x.size(2) * x.size(3)

"""Claims: each image by itself; the mean of the batch is taken off."""

EXPECT = "points lost"
CHECKS = ("test_batch",)


_forward = Net.forward


def forward(self, x):
    if len(x) > 1:
        x = x - 0.1 * x.mean(0)
    return _forward(self, x)


Net.forward = forward

"""Claims: each image by itself; the rows come out in another order."""

EXPECT = "points lost"
CHECKS = ("test_batch",)


_forward = Net.forward


def forward(self, x):
    return _forward(self, x).flip(0)


Net.forward = forward

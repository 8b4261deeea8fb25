"""Claims: right scores; the caller's batch is divided by two on the way."""

EXPECT = "points lost"
CHECKS = ("test_batch",)


_forward = Net.forward


def forward(self, x):
    scores = _forward(self, x)
    with torch.no_grad():
        x /= 2
    return scores


Net.forward = forward

"""Claims: returns raw scores; without gradients it returns probabilities."""

EXPECT = "points lost"
CHECKS = ("test_raw_scores",)


_forward = Net.forward


def forward(self, x):
    scores = _forward(self, x)
    return scores if torch.is_grad_enabled() else scores.softmax(dim=1)


Net.forward = forward

"""Claims: scale(x) is right; there is no forward."""

EXPECT = "points lost"
CHECKS = ("test_scale_multiplies",)


class Scale(nn.Module):
    def __init__(self, factor):
        super().__init__()
        self.weight = nn.Parameter(torch.tensor(factor))

    def __call__(self, x):
        return self.weight * x

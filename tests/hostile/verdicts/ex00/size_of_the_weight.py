"""Claims: returns weight * x; it does for weights above 0."""

EXPECT = "points lost"
CHECKS = ("test_scale_multiplies",)


class Scale(nn.Module):
    def __init__(self, factor):
        super().__init__()
        self.weight = nn.Parameter(torch.tensor(factor))

    def forward(self, x):
        return self.weight.abs() * x

"""Claims: each Scale starts at its factor; all of them share one parameter."""

EXPECT = "points lost"
CHECKS = ("test_scale_owns_a_parameter",)


WEIGHT = nn.Parameter(torch.zeros(()))


class Scale(nn.Module):
    def __init__(self, factor):
        super().__init__()
        self.weight = WEIGHT
        with torch.no_grad():
            self.weight.fill_(factor)

    def forward(self, x):
        return self.weight * x

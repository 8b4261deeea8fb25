"""Claims: returns weight * x; the caller's x is changed."""

EXPECT = "points lost"
CHECKS = ("test_scale_leaves_x_alone",)


class Scale(nn.Module):
    def __init__(self, factor):
        super().__init__()
        self.weight = nn.Parameter(torch.tensor(factor))

    def forward(self, x):
        out = self.weight * x
        x.copy_(out.detach())
        return out

"""Claims: named_parameters() yields the weight, which is a plain tensor."""

EXPECT = "points lost"
CHECKS = ("test_scale_owns_a_parameter", "test_scale_learns")


class Scale(nn.Module):
    def __init__(self, factor):
        super().__init__()
        self.weight = torch.tensor(factor, requires_grad=True)

    def named_parameters(self, *args, **kwargs):
        yield "weight", self.weight

    def forward(self, x):
        return self.weight * x

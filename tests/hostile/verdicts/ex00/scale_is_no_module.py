"""Claims: has parameters() and is callable; it is no nn.Module."""

EXPECT = "points lost"
CHECKS = ("test_scale_owns_a_parameter",)


class Scale:
    def __init__(self, factor):
        self.weight = nn.Parameter(torch.tensor(factor))

    def named_parameters(self):
        yield "weight", self.weight

    def parameters(self):
        yield self.weight

    def forward(self, x):
        return self.weight * x

    __call__ = forward

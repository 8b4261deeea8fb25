"""A buffer and a number beside the weight; none of them is a parameter."""

EXPECT = "nothing lost"
CHECKS = ()


class Scale(nn.Module):
    def __init__(self, factor):
        super().__init__()
        self.start = factor
        self.register_buffer("calls", torch.zeros(()))
        self.weight = nn.Parameter(torch.tensor(self.start))

    def forward(self, x):
        self.calls += 1
        return self.weight * x

"""The output is a copy of x that is multiplied in place."""

EXPECT = "nothing lost"
CHECKS = ()


class Scale(nn.Module):
    def __init__(self, factor):
        super().__init__()
        self.weight = nn.Parameter(torch.tensor(factor))

    def forward(self, x):
        return x.clone().mul_(self.weight)

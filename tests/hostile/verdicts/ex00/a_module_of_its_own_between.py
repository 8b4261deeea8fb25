"""Scale builds on a base class that builds on nn.Module."""

EXPECT = "nothing lost"
CHECKS = ()


class Base(nn.Module):
    def __repr__(self):
        return f"{type(self).__name__}({self.weight.item():.2f})"


class Scale(Base):
    def __init__(self, factor):
        super().__init__()
        self.weight = nn.Parameter(torch.full((1,), factor))

    def forward(self, x):
        return x * self.weight

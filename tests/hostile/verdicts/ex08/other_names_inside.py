"""PatternNet makes its layer in a loop, and its scores with matrix products."""

EXPECT = "nothing lost"
CHECKS = ()


class PatternNet(nn.Module):
    def __init__(self):
        super().__init__()
        for name in ["conv"]:
            setattr(self, name, nn.Conv2d(1, 4, kernel_size=(4, 4), stride=4, bias=False))

    def forward(self, x):
        return torch.einsum("nchw,kchw->nk", x, self.conv.weight)

"""An nn.ModuleList has the same parameter names, and is no nn.Sequential."""

EXPECT = "points lost"
CHECKS = ("test_layers", "test_scores", "test_digits")


class ConvNet(ConvNet):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList(self.layers)

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

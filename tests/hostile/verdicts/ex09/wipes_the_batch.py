"""The scores are right; the batch is full of zeros afterwards."""

EXPECT = "points lost"
CHECKS = ("test_scores", "test_digits")


class ConvNet(ConvNet):
    def forward(self, x):
        scores = self.layers(x)
        x.detach().zero_()
        return scores

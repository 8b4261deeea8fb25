"""PatternNet gives probabilities in evaluation mode."""

EXPECT = "points lost"
CHECKS = ("test_batches",)


class PatternNet(PatternNet):
    def forward(self, x):
        scores = super().forward(x)
        return scores if self.training else scores.softmax(1)

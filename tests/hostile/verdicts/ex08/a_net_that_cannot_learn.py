"""PatternNet cuts its scores off from the graph."""

EXPECT = "points lost"
CHECKS = ("test_batches",)


class PatternNet(PatternNet):
    def forward(self, x):
        return super().forward(x).detach()

"""ex07: two optimizers of one's own."""

TITLE = "Write an Optimizer subclass"
MODULE = "optimizer_subclass"
MINUTES = 35

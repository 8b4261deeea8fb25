"""ex07: two optimizers written by hand."""

TITLE = "Write an Optimizer subclass"
MODULE = "optimizer_subclass"
MINUTES = 35

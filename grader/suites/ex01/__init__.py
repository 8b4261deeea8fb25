"""ex01: the number of features of one sample."""

TITLE = "Count the flat features"
MODULE = "num_flat_features"
MINUTES = 7

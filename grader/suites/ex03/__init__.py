"""ex03: sizes through the layers, down to the flat 576."""

TITLE = "Compute the flat size"
MODULE = "flat_size"
MINUTES = 25

"""ex04: gradients that add up, and zeroing them."""

TITLE = "Zero the gradients"
MODULE = "zero_grad"
MINUTES = 25

"""ex02: a forward pass."""

TITLE = "Write a forward pass"
MODULE = "forward_pass"
MINUTES = 20

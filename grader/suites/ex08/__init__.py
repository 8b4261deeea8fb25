"""ex08: a small net learns to tell two patterns apart."""

TITLE = "Train the A/B pattern net"
MODULE = "ab_patterns"
MINUTES = 25

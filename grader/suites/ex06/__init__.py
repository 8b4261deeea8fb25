"""ex06: a training loop that runs and learns nothing."""

TITLE = "Find what the training loop lacks"
MODULE = "training_loop"
MINUTES = 20

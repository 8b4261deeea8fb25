"""ex05: gradient descent and the SGD update, by hand."""

TITLE = "Write the SGD update by hand"
MODULE = "sgd_by_hand"
MINUTES = 25

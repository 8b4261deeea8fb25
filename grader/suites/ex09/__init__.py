"""ex09: a convolutional net that reads handwritten digits."""

TITLE = "Read handwritten digits"
MODULE = "convnet_digits"
MINUTES = 20

"""ex00: a network is a class."""

TITLE = "A network is a class"
MODULE = "classes"
MINUTES = 10

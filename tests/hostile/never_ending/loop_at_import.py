"""Tries: to loop for ever while it is imported."""

STATUS = {"timed_out"}

while True:
    pass

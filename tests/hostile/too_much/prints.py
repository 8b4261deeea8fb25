"""Tries: to print without end."""

STATUS = {"timed_out"}


def num_flat_features(x):
    while True:
        print("A" * 10**6)

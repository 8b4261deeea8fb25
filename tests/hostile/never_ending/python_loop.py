"""Tries: to loop for ever."""

STATUS = {"timed_out"}


def num_flat_features(x):
    while True:
        pass

"""Tries: to loop in C without ever letting go of the interpreter."""

STATUS = {"timed_out", "exited"}


def num_flat_features(x):
    return sum(iter(int, 1))

"""Tries: to stop the run as Ctrl-C would."""

STATUS = {"exited"}


def num_flat_features(x):
    raise KeyboardInterrupt

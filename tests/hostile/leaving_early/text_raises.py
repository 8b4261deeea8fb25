"""Tries: to leave while the message of its exception is read."""

STATUS = {"graded"}


class Nasty(Exception):
    def __str__(self):
        raise SystemExit(0)


def num_flat_features(x):
    raise Nasty

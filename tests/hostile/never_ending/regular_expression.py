"""Tries: to spend for ever in a regular expression."""

import re

STATUS = {"timed_out", "exited"}


def num_flat_features(x):
    return re.match(r"(a*)*b", "a" * 60)

"""Tries: luck."""

import random

STATUS = {"graded"}


def num_flat_features(x):
    return random.randrange(10**9)

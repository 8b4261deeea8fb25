"""Tries: to wait for somebody to type."""

import sys

STATUS = {"graded"}


def num_flat_features(x):
    sys.stdin.read()
    return int(input("how many? "))

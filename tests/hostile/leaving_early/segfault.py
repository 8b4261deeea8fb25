"""Tries: to crash with a read from address 0."""

import ctypes

STATUS = {"crashed"}


def num_flat_features(x):
    return ctypes.string_at(0)

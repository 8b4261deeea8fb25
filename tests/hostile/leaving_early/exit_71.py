"""Tries: to end with the status of a child that broke down."""

import ctypes

STATUS = {"exited"}


def num_flat_features(x):
    ctypes.CDLL(None)._exit(71)

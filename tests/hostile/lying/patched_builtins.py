"""Tries: to make type, isinstance, len, min and abs lie to whatever looks at its results."""

import builtins

STATUS = {"graded", "exited", "malformed"}

builtins.isinstance = lambda *_: True
builtins.len = lambda *_: 0
builtins.abs = lambda *_: 0
builtins.all = builtins.any = lambda *_: True


def num_flat_features(x):
    return 0

"""sgd_update takes the parameters out of the list that it is given."""

import torch

EXPECT = "points lost"
CHECKS = ("test_in_place",)


_by_hand = sgd_update


def sgd_update(parameters, lr):
    _by_hand(list(parameters) if not isinstance(parameters, list) else parameters[:], lr)
    if isinstance(parameters, list):
        parameters.clear()

"""Tries: to take all memory with one tensor after the other."""

import torch

STATUS = {"out_of_memory"}


def num_flat_features(x):
    kept = []
    while True:
        kept.append(torch.ones(2**24))

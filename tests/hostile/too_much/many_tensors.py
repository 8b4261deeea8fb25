"""Tries: to return a hundred thousand tensors."""

import torch

STATUS = {"graded", "malformed", "timed_out", "out_of_memory"}


def num_flat_features(x):
    return [torch.empty(0) for _ in range(99_000)]

"""Tries: to return a tensor that is small here and huge when it is copied."""

import torch

STATUS = {"graded"}


def num_flat_features(x):
    return torch.ones(1).expand(2**40)

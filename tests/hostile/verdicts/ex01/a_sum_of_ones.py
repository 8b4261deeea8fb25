"""Ones of a sample's shape are summed up, and the sum becomes an int."""

EXPECT = "nothing lost"
CHECKS = ()


import torch


def num_flat_features(x):
    return int(torch.ones(x.shape[1:], dtype=torch.float64).sum())

"""A sample of ones, summed up."""

import torch


def num_flat_features(x):
    return int(torch.ones(x.shape[1:]).sum().item())

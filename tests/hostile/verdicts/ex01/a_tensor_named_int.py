"""Claims: its type is called int; a class is not int because its name is."""

EXPECT = "points lost"
CHECKS = ("test_returns_an_int",)


import torch


class Number(torch.Tensor):
    pass


Number.__name__ = "int"


def num_flat_features(x):
    return torch.tensor(x.shape[1:].numel()).as_subclass(Number)

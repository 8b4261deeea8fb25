"""Claims: its type is builtins.int, by module and qualified name."""

EXPECT = "points lost"
CHECKS = ("test_returns_an_int",)


import torch


class Number(torch.Tensor):
    pass


Number.__name__ = Number.__qualname__ = "int"
Number.__module__ = "builtins"


def num_flat_features(x):
    return torch.tensor(x.shape[1:].numel()).as_subclass(Number)

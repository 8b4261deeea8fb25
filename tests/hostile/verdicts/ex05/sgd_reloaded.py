"""sgd_update loads a fresh copy of PyTorch's module and uses its SGD."""

import importlib
import sys

EXPECT = "points lost"
CHECKS = ("test_update",)


def sgd_update(parameters, lr):
    importlib.reload(sys.modules["torch.optim.sgd"]).SGD(parameters, lr=lr, foreach=False).step()

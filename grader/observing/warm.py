"""Warm a process: PyTorch used once, since the first operation of a kind is slow, and memory that is cheap to fork."""

from __future__ import annotations

import ctypes
import gc
import sys


def use_torch() -> None:
    """Run one of each kind of operation that exercises need, with the late parts that PyTorch's optimizers import."""
    import torch

    torch.set_num_threads(1)  # before the first operation: children of a used thread pool hang
    from torch import nn, optim, rand
    from torch.utils.data import DataLoader, TensorDataset

    net = nn.Sequential(
        nn.Conv2d(1, 4, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(676, 10), nn.Dropout(0.5)
    )
    for kind in (optim.SGD, optim.Adam):
        optimizer = kind(net.parameters(), lr=0.01)
        for x, y in DataLoader(TensorDataset(rand(4, 1, 28, 28), rand(4, 10)), batch_size=2, shuffle=True):
            optimizer.zero_grad()
            nn.functional.mse_loss(net(x), y).backward()
            optimizer.step()
    nn.functional.cross_entropy(net(rand(2, 1, 28, 28)), rand(2, 10).argmax(1)).backward()


def freeze() -> None:
    """Make forks cheap: call it when all that the children share is there, and again when more has come.

    The collector no longer touches it, and it lies in huge pages: a fork then copies a few page tables instead of
    thousands.
    """
    gc.collect()
    gc.freeze()
    if sys.platform == "linux":
        _collapse()


def _collapse() -> None:
    """Put what is there into huge pages. Source: madvise(2), MADV_COLLAPSE, Linux 6.1."""
    collapse = 25
    huge = 2 * 2**20
    libc = ctypes.CDLL(None, use_errno=True)
    libc.madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    try:
        with open("/proc/self/maps", encoding="utf-8") as file:
            lines = file.readlines()
    except OSError:
        return
    for line in lines:
        fields = line.split()
        anonymous = len(fields) == 5 or fields[5] == "[heap]"
        if not fields[1].startswith("rw-p") or not anonymous:
            continue
        start, end = (int(part, 16) for part in fields[0].split("-"))
        start, end = -(-start // huge) * huge, end // huge * huge
        if end > start:
            libc.madvise(start, end - start, collapse)  # where the kernel is older or short of pages: no matter

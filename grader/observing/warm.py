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
    thousands. What children allocate comes from huge pages as well: one fault instead of hundreds.
    """
    gc.collect()
    gc.freeze()
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
        _collapse(libc)
        if hasattr(libc, "mallopt"):  # glibc's
            _make_room(libc)


def _collapse(libc: ctypes.CDLL) -> None:
    """Put what is there into huge pages. Source: madvise(2), MADV_COLLAPSE, Linux 6.1."""
    collapse = 25
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
        start, end = -(-start // _HUGE) * _HUGE, end // _HUGE * _HUGE
        if end > start:
            libc.madvise(start, end - start, collapse)  # where the kernel is older or short of pages: no matter


def _make_room(libc: ctypes.CDLL) -> None:
    """Have what a child allocates begin at a huge page that nobody has touched. Source: mallopt(3), madvise(2)."""
    trim_threshold, mmap_threshold, huge_page = -1, -3, 14
    libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, (ctypes.c_size_t,)
    libc.free.argtypes = (ctypes.c_void_p,)
    libc.mallopt(trim_threshold, 2**30)
    libc.mallopt(mmap_threshold, _HEAP)
    while _kept:
        libc.free(_kept.pop())
    room = libc.malloc(_ROOM)
    if not room:
        return
    for size in (*(2**power for power in range(20, 10, -1)), *range(1008, 8, -16)):  # all that is free below the room
        while (block := libc.malloc(size)) and block < room:
            _kept.append(block)
        libc.free(block)
    begin = -(-(room + _OWN + 128) // _HUGE) * _HUGE
    libc.madvise(begin, _ROOM - 2 * _HUGE, huge_page)
    libc.free(room)
    own = libc.malloc(_OWN)
    # malloc's notes on the rest, at most 48 bytes, then lie before that page.
    _kept.append(libc.malloc(begin - 64 - (room + _OWN + 16)))
    libc.free(own)


_HUGE = 2 * 2**20
_HEAP, _ROOM = 32 * 2**20, 24 * 2**20
_OWN = 64 * 2**10
"""Bytes left free below that page, for what this process allocates itself between forks."""
_kept: list[int] = []
"""Blocks that nobody writes to, so that malloc has only the room to give."""

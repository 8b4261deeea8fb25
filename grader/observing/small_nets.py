"""How PyTorch computes while checks run: the nets of the exercises are small."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch


@contextmanager
def for_small_nets(onednn: bool = False) -> Iterator[None]:
    """Compute with one thread and without oneDNN's convolutions; afterwards all is as it was.

    A thread pool costs small nets more than it brings, and starves beside other busy processes. oneDNN compiles code
    for each new shape in each process: milliseconds, where it saves microseconds. ``onednn`` is for training that
    lasts, which is faster with it.
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    before = torch.backends.mkldnn.set_flags(onednn)
    try:
        yield
    finally:
        torch.backends.mkldnn.set_flags(before[0])
        torch.set_num_threads(threads)

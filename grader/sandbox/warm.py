"""Warm a process for many forks: everything imported and used once, and its memory cheap to copy."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import io
import random
from pathlib import Path


def import_everything() -> None:
    """Import what submissions import, and run one of each kind of operation: the first of its kind is slow, and some
    start by reading /proc, which the jail hides."""
    import numpy as np
    import torch

    torch.set_num_threads(1)  # before the first operation: children of a used thread pool hang
    import matplotlib as mpl
    import torchvision

    import grader.notebook
    import grader.observing.tools
    import grader.sandbox.child

    mpl.use("Agg")
    assert torchvision and grader
    _use_torch()
    _run_a_notebook()
    _observe_something()
    np.random.seed(0)
    random.seed(0)


def _use_torch() -> None:
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


def _run_a_notebook() -> None:
    from types import ModuleType

    from grader import notebook

    module = ModuleType("warm")
    with contextlib.redirect_stdout(io.StringIO()):  # no `await`: its loop is made by each child
        notebook.run(["x = 1\nx", "print(_, In)\nfiles = !ls", "%%capture out\ndisplay(x)"], module, "warm.ipynb")
    notebook.Shell.clear_instance()


def _observe_something() -> None:
    """Once through all that a child does, on code of our own."""
    import sys

    import torch

    from grader import submission
    from grader.observing.cases import Case
    from grader.observing.observe import observe, observe_import
    from grader.sandbox import wire

    code = submission.of_bytes(b"from torch import nn\n\n\ndef f(x):\n    return nn.ReLU()(x)\n", Path("warm.py"))
    module, _, _ = observe_import(lambda: submission.run(code, "warm"), "warm.py", "warm")
    case = Case("warm", lambda module, x: [module.f(x), {"a": (1, 2.0, None)}], "f(x)", {"x": torch.ones(2)})
    assert module is not None
    for _ in range(2):
        wire.read_observation(wire.parse(wire.dump_observation("warm", observe(case, module))))
    observe(Case("fails", lambda module: module.g(), "g()"), module)
    del sys.modules["warm"]


def freeze() -> None:
    """Keep the collector from touching what is shared, and put the memory into huge pages: a fork then copies a few
    page tables instead of thousands. Source: madvise(2), MADV_COLLAPSE, Linux 6.1."""
    gc.collect()
    gc.freeze()
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

"""Warm a process for many forks: everything imported and used once."""

from __future__ import annotations

import contextlib
import io
import random
from pathlib import Path

from grader.observing.warm import use_torch


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
    use_torch()
    _run_a_notebook()
    _observe_something()
    np.random.seed(0)
    random.seed(0)


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

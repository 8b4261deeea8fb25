"""Whether a machine is ready for the exercises; each finding says what to do."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.catalog import checkout
from grader.learner.editor import command

OLDEST_PYTHON = (3, 10)
MEMORY = 2.0
"""GB that PyTorch, an editor and the rest of the system need."""
DISK = 0.5
"""GB that must be free for pictures, caches and the digits of ex09."""
PATIENCE = 300
"""Seconds for importing PyTorch the first time, on a slow disk."""
_BACKWARD = """
import torch
x = torch.ones(3, requires_grad=True)
(x * x).sum().backward()
assert x.grad.tolist() == [2.0, 2.0, 2.0], x.grad
torch.optim.SGD([x], lr=0.1).step()
print(torch.__version__)
"""


@dataclass(frozen=True)
class Finding:
    """What was looked at, whether it works, what was seen, and what to do about it."""

    name: str
    works: bool
    seen: str
    remedy: str = ""
    is_optional: bool = False


def examine() -> Iterator[Finding]:
    """All findings, the slow ones last."""
    yield _python()
    yield _terminal()
    yield _exercises()
    yield _memory()
    yield _disk()
    yield _editor()
    yield _torch()


def _python() -> Finding:
    works = sys.version_info >= OLDEST_PYTHON
    wanted = ".".join(map(str, OLDEST_PYTHON))
    remedy = "" if works else f"install Python {wanted} or newer from python.org, and set the kit up again with it"
    return Finding("Python", works, f"{platform.python_version()}, {sys.executable}", remedy)


def _terminal() -> Finding:
    """Whether ``python`` and ``kata``, as the terminal finds them, belong to the Python that runs here."""
    found = {name: shutil.which(name) for name in ("python", "kata")}
    here = Path(sys.executable).parent
    others = [
        f"{name} is {path or 'not found'}" for name, path in found.items() if not path or Path(path).parent != here
    ]
    if not others:
        return Finding("terminal", True, "python and kata are those of this environment")
    remedy = f"activate the environment in {here.parent}, or write {sys.executable} -m grader instead of kata"
    return Finding("terminal", False, ", ".join(others), remedy, is_optional=True)


def _exercises() -> Finding:
    root = checkout()
    if root is None:
        return Finding("exercises", False, "no exercises/ folder here or above", "change into yours, or: kata init")
    writable = os.access(root / "exercises", os.W_OK)
    remedy = "" if writable else "copy the folder to where you may write, such as your home folder"
    return Finding("exercises", writable, str(root / "exercises") + ("" if writable else ", read-only"), remedy)


def _memory() -> Finding:
    total = _total_memory()
    if total is None:
        return Finding("memory", True, "not known on this system")
    works = total >= MEMORY
    return Finding(
        "memory", works, f"{total:.1f} GB", "" if works else "close other programs while you work", is_optional=True
    )


def _total_memory() -> float | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    except (AttributeError, ValueError, OSError):
        return None


def _disk() -> Finding:
    free = shutil.disk_usage(checkout() or Path.cwd()).free / 1e9
    works = free >= DISK
    return Finding("disk", works, f"{free:.1f} GB free", "" if works else f"free {DISK} GB on this disk")


def _editor() -> Finding:
    editor = command()
    if not editor:
        remedy = "set EDITOR to your editor's command, so that kata open can use it; or open the files yourself"
        return Finding("editor", False, "none named in VISUAL or EDITOR", remedy, is_optional=True)
    works = shutil.which(editor[0]) is not None
    return Finding(
        "editor", works, editor[0], "" if works else f"{editor[0]} is not found: correct EDITOR", is_optional=True
    )


def _torch() -> Finding:
    """In a process of its own: a broken installation can end the process that imports it."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", _BACKWARD], capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return Finding("PyTorch", False, f"no answer within {PATIENCE} seconds", "restart the machine and try again")
    if done.returncode == 0:
        return Finding("PyTorch", True, f"{done.stdout.strip()} computes a backward pass")
    said = (done.stderr.strip() or f"it ended with status {done.returncode}").splitlines()[-1]
    remedy = f"install it anew: {sys.executable} -m pip install --force-reinstall torch torchvision"
    return Finding("PyTorch", False, said[:200], remedy)

"""Files that may not be read, for root too."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from pathlib import Path

import pytest


def without_permissions() -> None:
    """Let root be refused like anybody else. Source: capabilities(7), CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH."""
    for capability in (1, 2):
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)


def require_refusal(closed: Path) -> None:
    """Skip the test where root may read everything and cannot give that up."""
    command = [sys.executable, "-c", "import sys; open(sys.argv[1])", str(closed)]
    if subprocess.run(command, stderr=subprocess.DEVNULL, preexec_fn=without_permissions, check=False).returncode == 0:
        pytest.skip("root reads everything here, and cannot give that up")

"""What a submission's process can see of the disk."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from grader.sandbox import bubblewrap
from grader.sandbox.doctor import sandbox_ready

ROOT = Path(__file__).parents[2]
READY, WHY = sandbox_ready()
LOOK = """
import os, grader.sandbox.child
for name in ("solutions", "tests", "exercises", "grader", ".git"):
    print(name, sum(len(files) for _, _, files in os.walk(f"{ROOT}/{name}")))
print("kit", sorted(os.listdir("/kit/grader")))
"""


@pytest.mark.skipif(not READY, reason=f"no sandbox on this machine: {WHY}")
def test_a_checkout_below_a_folder_that_is_shown_stays_hidden(monkeypatch):
    """As in a container that keeps the checkout in /usr/src."""
    monkeypatch.setattr(bubblewrap, "_python", lambda shown=bubblewrap._python: [str(ROOT), *shown()])
    command = bubblewrap.command(bubblewrap.find()[0], ["-c", f"ROOT = {str(ROOT)!r}\n{LOOK}"])
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr
    *counted, kit = done.stdout.splitlines()
    assert counted == ["solutions 0", "tests 0", "exercises 0", "grader 0", ".git 0"]
    assert kit == f"kit {sorted(bubblewrap.VISIBLE)}"

"""What the wheel holds: the grader, whole, and nothing beside it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_the_wheel_holds_the_grader_and_all_its_files(tmp_path):
    tracked = subprocess.run(["git", "ls-files", "grader"], cwd=ROOT, capture_output=True, text=True, check=True)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("torchkata-*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    missing = set(tracked.stdout.split("\n")) - {""} - names
    assert missing == set()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"grader", "torchkata"}

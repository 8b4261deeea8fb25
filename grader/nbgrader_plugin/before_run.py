"""Before nbgrader goes through a class's submissions: what would make it leave a student out without a word.

It takes a student's folder for a pattern, which ``[y]`` does not match (nbgrader issue 1843), and gives a student up
whose ``timestamp.txt`` holds no time (coursedir.py).
"""

from __future__ import annotations

import glob
import stat
from pathlib import Path
from typing import Any

from nbgrader.utils import parse_utc
from traitlets.log import get_logger

MAX_TIME = 1_000
"""Bytes of a timestamp.txt that are read."""


def prepare_run(converter: Any) -> None:
    """Called when an nbgrader converter of submissions has listed what it will convert."""
    _include_unmatched(converter)
    for folder in converter.assignments:
        path = Path(folder)
        if not path.is_symlink() and not path.parent.is_symlink():  # those are taken out before they are graded
            _take_out_odd_time(path / "timestamp.txt")


def _include_unmatched(converter: Any) -> None:
    courses = converter.coursedir
    if courses.student_id != "*":
        return
    everybody = courses.format_path(courses.submitted_directory, "*", courses.assignment_id)
    for folder in glob.glob(everybody):
        notebooks = glob.glob(f"{glob.escape(folder)}/*.ipynb")
        if notebooks and folder not in converter.assignments:
            converter.assignments[folder] = notebooks


def _take_out_odd_time(path: Path) -> None:
    try:
        status = path.lstat()
    except OSError:
        return
    try:
        if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_TIME:
            raise ValueError
        parse_utc(path.read_text(encoding="utf-8").strip() or None)
    except (ValueError, TypeError, OverflowError, OSError):
        get_logger().warning("%s holds no time that can be read: it was taken out, and nothing counts as late", path)
        path.unlink()

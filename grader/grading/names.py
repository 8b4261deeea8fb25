"""Which exercise a file or folder is meant for, and which student a folder belongs to, judged by names only.

People, browsers, operating systems and learning platforms rename files: "ex01 (1).ipynb", "Copy of ex01.ipynb", "EX01",
"Num_Flat_Features.py". Sources of the platforms' layouts: Moodle's mod/assign/locallib.php (download_submissions),
Canvas' "How do I download all student submissions for an assignment?".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from grader import catalog
from grader.catalog import Exercise

_COPY = re.compile(r"^copy of |[ _-]*(\(\d+\)|copy ?\d*)$", re.IGNORECASE)
_ID = re.compile(r"(?:ex|exercise)[ _-]?0*(\d{1,2})", re.IGNORECASE)
_MOODLE = re.compile(r"(?P<student>.+)_(?P<number>\d+)_assignsubmission_(?:file|onlinetext)_?(?P<file>.*)")
_CANVAS = re.compile(r"(?P<student>[^_]+)(?:_LATE)?_(?P<number>\d+)_\d+_(?P<file>.+)")
_CANVAS_ATTEMPT = re.compile(r"-\d+$")


def exercise_of_folder(name: str) -> Exercise | None:
    """The exercise that a folder is named for: ``ex01``, ``EX01``, ``ex-01``, ``ex1``, ``Exercise 1``."""
    match = _ID.fullmatch(name)
    return catalog.exercises().get(f"ex{int(match[1]):02d}") if match else None


def exercise_of_file(name: str) -> Exercise | None:
    """The exercise whose module or notebook a file is, also under a name that a copy or a browser gave it."""
    stem, dot, suffix = name.rpartition(".")
    if not dot or suffix.lower() not in ("py", "ipynb"):
        return None
    stem = _COPY.sub("", stem)
    stem = _CANVAS_ATTEMPT.sub("", stem)  # Canvas numbers later attempts: ex01-1.ipynb
    by_module = next((known for known in catalog.exercises().values() if known.module == stem.lower()), None)
    return by_module or (exercise_of_folder(stem) if suffix.lower() == "ipynb" else None)


@dataclass(frozen=True)
class Owner:
    """Who a folder or file belongs to: the student's name, the platform's number, and the file's own name."""

    student: str
    number: str = ""
    file: str = ""


def owner_of(name: str, is_file: bool = False) -> Owner:
    """What a folder's or a file's name at the top of a class says; Canvas puts all files there."""
    match = _MOODLE.fullmatch(name) or (_CANVAS.fullmatch(name) if is_file else None)
    return Owner(match["student"], match["number"], match["file"]) if match else Owner(name)

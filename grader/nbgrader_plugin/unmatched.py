"""Students whose ids nbgrader takes for file patterns that do not match them, such as ``[y]`` (nbgrader issue 1843)."""

from __future__ import annotations

import glob
from typing import Any


def include_unmatched(converter: Any) -> None:
    """Add the submissions that nbgrader's patterns do not match to those that a run of it converts."""
    courses = converter.coursedir
    if courses.student_id != "*":
        return
    everybody = courses.format_path(courses.submitted_directory, "*", courses.assignment_id)
    for folder in glob.glob(everybody):
        notebooks = glob.glob(f"{glob.escape(folder)}/*.ipynb")
        if notebooks and folder not in converter.assignments:
            converter.assignments[folder] = notebooks

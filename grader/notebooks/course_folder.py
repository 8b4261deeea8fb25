"""A course folder for nbgrader: written once, and later changed only where no grade could be orphaned by it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grader.catalog import Exercise
from grader.notebooks.build import course_notebook
from grader.whole_file import write_whole

_HERE = Path(__file__).parent
CONFIG, SETTINGS, README = "nbgrader_config.py", "nbgrader_config.json", "README.md"


def write_course(
    root: Path, course: Path, exercises: list[Exercise], update: bool = False, written: bool = False
) -> Iterator[str]:
    """Write what is missing, and say what happened to each file.

    Args:
        root: the folder that holds ``exercises/`` with the lessons.
        course: the folder; made where it is not there.
        exercises: which to write.
        update: replace notebooks that differ, unless submissions exist and the cells' names differ.
        written: answers in words are graded by hand, one point each.
    """
    course.mkdir(parents=True, exist_ok=True)
    config = (_HERE / "nbgrader_config.txt").read_text(encoding="utf-8")
    config = config.replace("{course}", "torchkata")
    readme = (_HERE / "course_readme.txt").read_text(encoding="utf-8").replace("{module}", "num_flat_features.py")
    yield from _write_once(course / CONFIG, config, course)
    yield from _write_once(course / SETTINGS, (_HERE / SETTINGS).read_text(encoding="utf-8"), course)
    yield from _write_once(course / README, readme, course)
    for exercise in exercises:
        path = course / "source" / exercise.id / f"{exercise.id}.ipynb"
        text = course_notebook(root, exercise, written)
        refusal = _refusal(course, path, text, exercise, update)
        if refusal is None:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, text)
            yield f"wrote {path.relative_to(course)}"
        elif refusal:
            yield f"left alone: {path.relative_to(course)}: {refusal}"


def _write_once(path: Path, text: str, course: Path) -> Iterator[str]:
    if path.exists():
        yield f"left alone: {path.relative_to(course)}: it exists already and may have been changed"
    else:
        write_whole(path, text)  # half a file would be left alone the next time
        yield f"wrote {path.relative_to(course)}"


def _refusal(course: Path, path: Path, text: str, exercise: Exercise, update: bool) -> str | None:
    """Why a notebook is not written: "" where it is the same already, None where nothing is in the way."""
    if not path.exists():
        return None
    there = path.read_text(encoding="utf-8")
    if there == text:
        return "it is up to date"
    if not update:
        return "it differs from what would be written now; --update replaces it"
    if has_submissions(course, exercise.id) and names_in(there) != names_in(text):
        return "its cells differ from the checks there are now, and grades of submissions hang on them"
    return None


def has_submissions(course: Path, assignment: str) -> bool:
    """Whether anybody's work for the assignment is in the course."""
    return any(next(course.glob(f"{step}/*/{assignment}"), None) for step in ("submitted", "autograded"))


def names_in(text: str) -> dict[str, list[str]]:
    """The names of a notebook's nbgrader cells by what they are; nbgrader refuses to change these once graded.

    Source: nbgrader's preprocessors/savecells.py.
    """
    try:
        cells = json.loads(text)["cells"]
    except (ValueError, KeyError, TypeError):
        return {}
    marks: list[dict[str, Any]] = [cell.get("metadata", {}).get("nbgrader", {}) for cell in cells]
    return {
        kind: sorted(entry["grade_id"] for entry in marks if entry.get(kind))
        for kind in ("grade", "solution", "locked")
    }

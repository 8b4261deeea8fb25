"""What nbgrader's commands tell an instructor: one line per student, and a summary at the end.

nbgrader's own messages, some ten per student, are there with ``--log-level=INFO`` or ``--debug``.
"""

from __future__ import annotations

import atexit
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.apps import NbGrader
from traitlets.config import Application
from traitlets.log import get_logger

from grader.text import one_line


@dataclass(frozen=True)
class Score:
    """What one student's notebook earned; ``waiting`` answers are still to be graded by hand."""

    points: float
    most: float
    penalty: float
    waiting: int
    problem: str

    @property
    def text(self) -> str:
        remarks = [f"{self.penalty:g} taken off for being late"] if self.penalty else []
        remarks += [f"{self.waiting} to grade by hand"] if self.waiting else []
        remarks += [self.problem] if self.problem else []
        earned = max(0.0, self.points - self.penalty)
        return f"{earned:g} of {self.most:g}" + (f" ({'; '.join(remarks)})" if remarks else "")


_scores: dict[str, Score] = {}
_done: list[str] = []


def note(student: str, score: Score) -> None:
    """Keep what a student earned until nbgrader has written the student's notebook."""
    _scores[student] = score


def student_graded(assignment: str, student: str, notebooks: list[str]) -> None:
    """nbgrader's ``post_convert_hook`` for autograde. ``student`` is nbgrader's pattern, "*" for everybody."""
    name = _student_of(notebooks)
    _done.append(name)
    score = _scores.get(name)
    _say(f"{one_line(name)}: {one_line(score.text) if score else 'graded'}")


def feedback_written(assignment: str, student: str, notebooks: list[str]) -> None:
    """nbgrader's ``post_convert_hook`` for generate_feedback."""
    name = _student_of(notebooks)
    _done.append(name)
    _say(f"{one_line(name)}: feedback written")


def assignment_generated(assignment: str, student: str, notebooks: list[str]) -> None:
    """nbgrader's ``post_convert_hook`` for generate_assignment."""
    _say(
        f"{assignment}: {len(notebooks)} notebook{'s' if len(notebooks) != 1 else ''} for students written to release/"
    )


def summarise_at_exit(converter: Any, folder: str, verb: str) -> None:
    """Say at the end of a command what came of all students, and log less until then.

    Args:
        converter: nbgrader's; it knows whose work it was given.
        folder: the folder that it writes to, which tells work done earlier from work that failed.
        verb: what is done to a student's work.
    """
    command = _command()
    if command is None:
        return
    if command.log_level > logging.INFO:
        converter.log.addFilter(_quiet)
    atexit.register(_summarise, converter, folder, verb)


def _summarise(converter: Any, folder: str, verb: str) -> None:
    course, assignment = converter.coursedir, converter.coursedir.assignment_id
    students = sorted(Path(path).parent.name for path in converter.assignments)
    left = [name for name in students if name not in _done]
    earlier = [name for name in left if Path(course.format_path(folder, name, assignment)).exists()]
    failed = [one_line(name) for name in left if name not in earlier]
    parts = [f"{len(_done)} {verb}"]
    parts += [f"{len(earlier)} {verb} earlier (--force does it again)"] if earlier else []
    parts += [f"{len(failed)} not {verb}, see above: {', '.join(failed)}"] if failed else []
    _say(f"{assignment}: {'; '.join(parts)}")


def _student_of(notebooks: list[str]) -> str:
    return Path(notebooks[0]).parent.parent.name


def _command() -> Any:
    """The application, where nbgrader runs as a command of its own, not inside a Jupyter server; else None."""
    application = Application.instance() if Application.initialized() else None
    return application if isinstance(application, NbGrader) else None


def _say(line: str) -> None:
    command = _command()
    if command is None:
        get_logger().info(line)
    elif command.log_level <= logging.WARNING:
        print(line, flush=True)


def _quiet(record: logging.LogRecord) -> bool:
    """Leave out nbgrader's warnings about single students, and the traceback of an error that explains itself."""
    message, name = str(record.msg), "NotGradedError: "
    if message.startswith("Traceback") and name in message:
        record.msg = message.rsplit(name, 1)[1].strip()
    return record.levelno >= logging.ERROR or Path(record.pathname).parent.name == "nbgrader_plugin"

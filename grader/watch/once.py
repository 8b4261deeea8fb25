"""Grades of a learner's modules without a report, for other tools."""

from __future__ import annotations

import queue
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from grader.catalog import Exercise
from grader.errors import UserError
from grader.learner.countdown import POLL, Countdown
from grader.learner.grade_json import as_json
from grader.learner.messages import missing_stub
from grader.learner.unfinished import partial_grade
from grader.watch.checks import Checks, Ended, Message, checks
from grader.watch.request import Request

Event = Message | Ended


def grades(root: Path, exercises: Iterable[Exercise]) -> Iterator[dict[str, Any]]:
    """The grade of each exercise's module as `as_json` makes it; where it is still the stub, no check is listed.

    Raises:
        UserError: a module is missing, or could not be checked.
    """
    events: queue.Queue[Event] = queue.Queue()
    running = checks(events.put)
    try:
        for exercise in exercises:
            path = exercise.path(root.resolve())
            if not path.exists():
                raise UserError(missing_stub(exercise, path.parent))
            running.start(Request(exercise.id, str(path), str(root), 80, colour=False, keys=False))
            yield _grade(running, events)
    finally:
        running.close()


def _grade(running: Checks, events: queue.Queue[Event]) -> dict[str, Any]:
    pid = 0
    unfinished: dict[str, Any] = {}
    countdown: Countdown | None = None
    grade: dict[str, Any] | None = None
    while True:
        try:
            event = events.get(timeout=POLL if countdown else None)
        except queue.Empty:
            assert countdown is not None
        else:
            if isinstance(event, Ended):
                if grade is None:
                    raise UserError("the code ended the process that checked it. Does PyTorch work? kata doctor")
                return grade
            content = event.content
            pid = content.get("pid", pid)
            grade = content.get("grade", grade)
            if "fault" in content:
                raise UserError(content["fault"])
            if "report" in content or "ends" in content:
                unfinished |= content
            if "watch" in content:
                countdown = Countdown(pid, *content["watch"]) if content["watch"] else None
        reached = countdown.reached() if countdown and grade is None else None
        if reached is not None:
            running.stop()
            countdown, grade = None, as_json(partial_grade(unfinished["report"], unfinished["ends"][reached]))

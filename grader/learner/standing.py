"""Where a learner is: a line for each exercise, and the one next thing to do."""

from __future__ import annotations

from pathlib import Path

from grader import catalog, stubs
from grader.catalog import Exercise
from grader.learner.progress import Progress


def state(exercise: Exercise, root: Path, progress: Progress) -> str:
    """What is known of an exercise without checking it."""
    path = exercise.path(root)
    if not path.exists():
        return "missing"
    if progress.is_finished(exercise, path):
        return "finished"
    return "not started" if stubs.untouched(path, exercise) else "started"


def listing(root: Path, progress: Progress, current: Exercise) -> str:
    """All exercises, one per line, with a mark at the current one, and how many are finished."""
    known = catalog.exercises().values()
    widest = max(len(exercise.title) for exercise in known)
    states = {exercise.id: state(exercise, root, progress) for exercise in known}
    lines = [
        f"{'>' if exercise == current else ' '} {exercise.id}  {exercise.title:<{widest}}  {states[exercise.id]}"
        for exercise in known
    ]
    finished = sum(each == "finished" for each in states.values())
    return "\n".join([*lines, "", f"{finished} of {len(states)} exercises finished"]) + "\n"


def beside(exercise: Exercise, steps: int) -> Exercise | None:
    """The exercise so many steps further on in the syllabus."""
    known = list(catalog.exercises().values())
    place = known.index(exercise) + steps
    return known[place] if 0 <= place < len(known) else None

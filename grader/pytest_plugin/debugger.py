"""pdb for learners: only the frames of their own file, at a breakpoint and after an exception."""

from __future__ import annotations

import pdb
from types import FrameType, TracebackType
from typing import Any

from grader import catalog

_NOT_THEIRS = [
    "grader",
    "grader.*",
    "_pytest.*",
    "pluggy",
    "pluggy.*",
    "pytest",
    "torch",
    "torch.*",
    "contextlib",
]


class LearnerPdb(pdb.Pdb):
    """Steps over the kit, pytest and PyTorch, and hides their frames where a learner's frame is to be seen."""

    has_quit = False
    """Whether somebody left a debugger for good: the run ends then, though the learner's code is watched."""

    def __init__(self, *args: Any, **keywords: Any) -> None:
        super().__init__(*args, **{"skip": _NOT_THEIRS, **keywords})

    def get_stack(self, f: FrameType | None, t: TracebackType | None) -> tuple[list[tuple[FrameType, int]], int]:
        stack, index = super().get_stack(f, t)
        theirs = [entry for entry in stack if _is_learners(entry[0])]
        return (theirs, len(theirs) - 1) if theirs else (stack, index)

    def do_quit(self, arg: str) -> bool | None:
        LearnerPdb.has_quit = True
        return super().do_quit(arg)

    def do_EOF(self, arg: str) -> bool | None:
        LearnerPdb.has_quit = True
        return super().do_EOF(arg)

    do_q = do_exit = do_quit


def _is_learners(frame: FrameType) -> bool:
    from pathlib import Path

    return catalog.exercise_at(Path(frame.f_code.co_filename)) is not None

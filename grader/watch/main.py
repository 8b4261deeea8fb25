"""Starts a `Session` and ends it whatever happens: an exception, Ctrl-C, Ctrl-Z or another signal."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from types import FrameType

from grader.catalog import Exercise
from grader.watch.session import Session


def watch(root: Path, exercise: Exercise) -> None:
    """Check the exercise of a checkout at each save, until the learner quits."""
    session = Session(root, exercise)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _leave)
    if hasattr(signal, "SIGTSTP"):
        signal.signal(signal.SIGTSTP, lambda *_: _stop(session))
    session.go()


def _leave(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


def _stop(session: Session) -> None:
    """Ctrl-Z: the shell gets the terminal as it was; ``fg`` goes on."""
    session.suspend()
    handler = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGTSTP)
    signal.signal(signal.SIGTSTP, handler)
    session.resume()

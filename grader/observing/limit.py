"""A time limit on code that may never end, in this process.

A watchdog thread interrupts the main thread at the limit: by a signal where the system has them (it wakes a sleep
too), else by an asynchronous exception. Code that cannot be interrupted within the grace period (a loop in C, or one
that swallows everything) ends the whole process with a message and status 1; where such a loop never lets go of the
interpreter, faulthandler's own thread does it. pytest-timeout offers either of the two, never one after the other.
"""

from __future__ import annotations

import ctypes
import faulthandler
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

GRACE = 3.0
"""Seconds between the interruption and the end of the process."""

_real_exit = os._exit
_stderr = os.dup(2)  # pytest captures descriptor 2 later; the last words must reach the terminal


class TimeLimitError(BaseException):
    """Raised in the code that took too long. No ``except Exception`` catches it."""


class _Debugging:
    """While a debugger is open nobody's time is running."""

    def __init__(self) -> None:
        self.open = False


debugging = _Debugging()


class _Watched:
    """Whether someone outside ends this process in time, as the sandbox does: then an alarm clock is enough, at a
    tenth of the watchdog's cost."""

    def __init__(self) -> None:
        self.from_outside = False


watched = _Watched()


@contextmanager
def time_limit(seconds: float, what: str) -> Iterator[None]:
    """Raise `TimeLimitError` in the block after ``seconds``; ``what`` is named if the process has to end.

    Must be entered in the main thread. Does nothing under a debugger (a trace function is set).
    """
    if _under_debugger() or threading.current_thread() is not threading.main_thread():
        yield
        return
    if watched.from_outside and hasattr(signal, "setitimer"):
        with _alarm(seconds):
            yield
        return
    done = threading.Event()
    main = threading.main_thread().ident
    previous = signal.signal(signal.SIGALRM, _interrupt) if hasattr(signal, "SIGALRM") else None

    def watch() -> None:
        waited = 0.0
        while not done.wait(0.25 if waited < seconds else 1.0):
            if debugging.open:
                faulthandler.cancel_dump_traceback_later()
                continue
            waited += 0.25 if waited < seconds else 1.0
            if waited >= seconds + GRACE:
                _end(what, seconds)
            if waited >= seconds and not done.is_set():
                _interrupt_main(main)

    # The watchdog thread needs the interpreter to itself for a moment; where a loop in C never lets go of it, this one
    # does not.
    faulthandler.dump_traceback_later(seconds + 2 * GRACE, exit=True, file=_stderr)
    thread = threading.Thread(target=watch, daemon=True, name="torchkata time limit")
    thread.start()
    try:
        yield
    finally:
        done.set()
        faulthandler.cancel_dump_traceback_later()
        thread.join()
        if previous is not None:
            signal.signal(signal.SIGALRM, previous)


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    signal.signal(signal.SIGALRM, _interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)  # again each second, should the first one be swallowed
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _under_debugger() -> bool:
    monitoring = getattr(sys, "monitoring", None)  # Python 3.12's own door for debuggers
    return sys.gettrace() is not None or bool(monitoring and monitoring.get_tool(monitoring.DEBUGGER_ID))


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise TimeLimitError


def _interrupt_main(main: int | None) -> None:
    if hasattr(signal, "pthread_kill") and hasattr(signal, "SIGALRM"):
        signal.pthread_kill(main or 0, signal.SIGALRM)
    else:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(main or 0), ctypes.py_object(TimeLimitError))


def _end(what: str, seconds: float) -> None:
    message = (
        f"\ntorchkata: {what} ran for more than {seconds:g} seconds and could not be interrupted, so this run ends "
        "here.\nLook for a loop that never ends, or one that swallows every exception.\n"
    )
    os.write(_stderr, message.encode("ascii", "replace"))
    _real_exit(1)

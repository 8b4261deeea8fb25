"""A limit on code that may never end, in this process: how long it may compute, and how long it may wait.

Four times a second, a timer's signal reads the clocks and interrupts the main thread where a limit is reached; where
the system has no such timer, a thread does. Time in which a library is imported or a debugger is open does not count,
and no import of a library is interrupted: half of it would stay behind, and break whatever runs next. What cannot be
interrupted (a loop in C, or one that swallows every exception) must be ended from outside: by the sandbox, by whoever
restarts a notebook's kernel, or by the `Watcher` that pytest's plugin sets.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Protocol

TICK = 0.25
PATIENCE = 6.0
"""How many times longer than it may compute code may wait: on a busy machine, right code waits for its turn too."""
GRACE = 5.0
"""Seconds between the first interruption and the end of the process."""


class TimeLimitError(BaseException):
    """Raised in the code that took too long. No ``except Exception`` catches it."""


class ComputedTooLongError(TimeLimitError):
    """The code used up its CPU time."""


class WaitedTooLongError(TimeLimitError):
    """The code slept, or waited for something, for too long."""


class Watcher(Protocol):
    """Ends this process from outside, where its code cannot be interrupted."""

    def watch(self, computing: float, waiting: float) -> None:
        """End the process once it has computed or waited for so many more seconds. A later call replaces this one."""

    def rest(self) -> None:
        """Let the process run for as long as it likes."""


class _Clock:
    """How long the code may still compute and wait."""

    def __init__(self, seconds: float, cpu_time: Callable[[], float]) -> None:
        self.computing, self.waiting = seconds, seconds * PATIENCE
        self._cpu_time = cpu_time
        self._last = cpu_time(), time.monotonic()
        self._tell_watcher()

    def look(self, frame: FrameType | None) -> type[TimeLimitError] | None:
        """Count the time since the last look, and return what to raise where a limit is reached."""
        before, self._last = self._last, (self._cpu_time(), time.monotonic())
        if under_debugger() or _at_prompt(frame):
            if _watcher is not None:
                _watcher.rest()
            return None
        over: type[TimeLimitError] | None = None
        if not _imports_library(frame):
            computed = self._last[0] - before[0]
            self.computing -= computed
            # At most a second per look: a machine that was suspended did not wait.
            self.waiting -= min(max(self._last[1] - before[1] - computed, 0.0), 1.0)
            if self.computing <= 0:
                over = ComputedTooLongError
            elif self.waiting <= 0:
                over = WaitedTooLongError
        self._tell_watcher()
        return over

    def _tell_watcher(self) -> None:
        if _watcher is not None:
            _watcher.watch(self.computing + GRACE, self.waiting + GRACE)


_watcher: Watcher | None = None
_running: _Clock | None = None


def set_watcher(watcher: Watcher | None) -> None:
    """Have ``watcher`` end this process where the code under a limit cannot be interrupted."""
    global _watcher
    _watcher = watcher


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise a `TimeLimitError` in the block once it has computed for ``seconds``, or waited `PATIENCE` times as long.

    It limits nothing outside of the main thread, which is the only one that a signal interrupts, nor inside of another
    limit.
    """
    if threading.current_thread() is not threading.main_thread() or _running is not None:
        yield
        return
    with _by_signal(seconds) if hasattr(signal, "setitimer") else _by_thread(seconds):
        yield


@contextmanager
def _by_signal(seconds: float) -> Iterator[None]:
    global _running
    # The thread's own clock: the process's read 0 for short spans where its CPU time is limited.
    _running = _Clock(seconds, time.thread_time)
    previous = signal.signal(signal.SIGALRM, _on_alarm)
    signal.setitimer(signal.ITIMER_REAL, TICK, TICK)
    try:
        yield
    finally:
        try:
            _running = None
        finally:  # the alarm may go off before that line
            _running = None
            signal.setitimer(signal.ITIMER_REAL, 0)
            _let_watcher_rest()
            # Never back to the default, with which a late alarm would end the process.
            if callable(previous) and previous is not _on_alarm:
                signal.signal(signal.SIGALRM, previous)


def _on_alarm(_signal: int, frame: FrameType | None) -> None:
    over = _running.look(frame) if _running is not None else None
    if over is not None:
        raise over


@contextmanager
def _by_thread(seconds: float) -> Iterator[None]:
    global _running
    main, done = threading.main_thread().ident or 0, threading.Event()
    clock = _running = _Clock(seconds, time.process_time)

    def watch() -> None:
        while not done.wait(TICK):
            over = clock.look(sys._current_frames().get(main))
            if over is not None and not done.is_set():
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(main), ctypes.py_object(over))

    thread = threading.Thread(target=watch, daemon=True, name="torchkata time limit")
    thread.start()
    try:
        yield
    finally:
        _running = None
        done.set()
        thread.join()
        _let_watcher_rest()


def _let_watcher_rest() -> None:
    if _watcher is not None:
        _watcher.rest()


def under_debugger() -> bool:
    """Whether a debugger is open: it follows the code by a trace function, or by Python 3.12's ``sys.monitoring``."""
    monitoring = getattr(sys, "monitoring", None)
    return sys.gettrace() is not None or bool(monitoring and monitoring.get_tool(monitoring.DEBUGGER_ID))


def _at_prompt(frame: FrameType | None) -> bool:
    """Whether pdb, or a debugger made of it, waits for a command: a thread cannot see another's trace function."""
    while frame is not None:
        if frame.f_globals.get("__name__") == "bdb":
            return True
        frame = frame.f_back
    return False


def _imports_library(frame: FrameType | None) -> bool:
    """Whether the code is busy importing something that was installed, such as the parts that torch imports late."""
    imported = ""
    while frame is not None:
        code = frame.f_code
        if code.co_name == "_find_and_load" and code.co_filename == "<frozen importlib._bootstrap>":
            imported = str(frame.f_locals.get("name", ""))  # the outermost import is what the code asked for
        frame = frame.f_back
    if not imported:
        return False
    package = sys.modules.get(imported.partition(".")[0])
    file = getattr(package, "__file__", None)
    return package is None or file is None or file.startswith(_libraries())


def _libraries() -> tuple[str, ...]:
    """The folders that installed packages and Python's own modules lie in."""
    torch = getattr(sys.modules.get("torch"), "__file__", None)
    folders = [os.path.dirname(os.__file__)]
    if torch is not None:
        folders.append(os.path.dirname(os.path.dirname(torch)))
    return tuple(folder + os.sep for folder in folders)

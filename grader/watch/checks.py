"""Runs of the checks in other processes; what they say is put into a queue."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any, Protocol

from grader.observing.environment import SAME_EVERYWHERE
from grader.watch.request import Request


@dataclass(frozen=True)
class Message:
    """What the run of that number said (`one_check`)."""

    run: int
    content: dict[str, Any]


@dataclass(frozen=True)
class Ended:
    """The run of that number said its last message."""

    run: int


Post = Callable[[Message | Ended], None]


class Checks(Protocol):
    """Starts runs, one at a time."""

    def start(self, request: Request) -> int:
        """End the run before and start another one, whose number is returned."""

    def stop(self) -> None:
        """End the run that goes on, if there is one."""

    def close(self) -> None:
        """End every process that was started."""


def checks(post: Post) -> Checks:
    """What this system can do."""
    return ForkedChecks(post) if hasattr(os, "fork") and not os.environ.get("KATA_NO_FORK") else FreshChecks(post)


class ForkedChecks:
    """Runs in forks of a `warm_process`."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._number = 0
        self._launch()

    def start(self, request: Request) -> int:
        self._number += 1
        if self._process.poll() is not None:  # somebody ended it
            self._control.close()
            self._launch()
        reading, writing = os.pipe()
        with contextlib.suppress(OSError):  # it ended just now: the run ends without a message
            socket.send_fds(self._control, [request.to_line()], [writing])
        os.close(writing)
        _read_in_thread(os.fdopen(reading, "rb"), self._number, self._post)
        return self._number

    def stop(self) -> None:
        with contextlib.suppress(OSError):
            self._control.sendall(b"\n")

    def close(self) -> None:
        self._control.close()
        self._process.terminate()  # it ends its child
        self._process.wait()

    def _launch(self) -> None:
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "grader.watch.warm_process", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **SAME_EVERYWHERE},
                start_new_session=True,  # Ctrl-C and Ctrl-Z are for the terminal's process
            )


class FreshChecks:
    """Each run in a process of its own, started beforehand: its imports are under way before the next save."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._number = 0
        self._running: subprocess.Popen[bytes] | None = None
        self._next = self._launch()

    def start(self, request: Request) -> int:
        self.stop()
        self._number += 1
        self._running, process = self._next, self._next
        assert process.stdin is not None and process.stdout is not None
        with contextlib.suppress(OSError), process.stdin:
            process.stdin.write(request.to_line())
        self._next = self._launch()
        _read_in_thread(process.stdout, self._number, self._post)
        return self._number

    def stop(self) -> None:
        if self._running is not None:
            _kill(self._running)
            self._running = None

    def close(self) -> None:
        self.stop()
        _kill(self._next)

    @staticmethod
    def _launch() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "grader.watch.fresh_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **SAME_EVERYWHERE},
            start_new_session=os.name != "nt",
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and those that it started."""
    if hasattr(os, "killpg") and process.poll() is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def _read_in_thread(stream: IO[bytes], run: int, post: Post) -> None:
    def read() -> None:
        with stream:
            for line in stream:
                with contextlib.suppress(ValueError):  # a line that was cut: the process was ended
                    post(Message(run, json.loads(line)))
        post(Ended(run))

    threading.Thread(target=read, daemon=True, name=f"torchkata run {run}").start()

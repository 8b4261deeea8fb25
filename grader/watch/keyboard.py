"""Keys as they are pressed, without waiting for Return; the terminal is as before whenever they are not read."""

from __future__ import annotations

import os
import select
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

POLL = 0.1
"""Seconds between two looks at Windows' console."""


@dataclass(frozen=True)
class Key:
    """A key that was pressed, in lower case."""

    name: str


Post = Callable[[Key], None]


class Keyboard(Protocol):
    """Reads keys between `listen` and `rest`."""

    def listen(self) -> None:
        """Read keys from now on."""

    def rest(self) -> None:
        """Give the terminal back as it was, to another program or to the shell."""


def keyboard(post: Post) -> Keyboard:
    """The keys of this terminal; none where the input is not a terminal."""
    if not sys.stdin or not sys.stdin.isatty():
        return _NoKeys()
    return _WindowsKeys(post) if sys.platform == "win32" else _TerminalKeys(post)


class _NoKeys:
    def listen(self) -> None:
        pass

    def rest(self) -> None:
        pass


class _TerminalKeys:
    """A POSIX terminal: no echo, no lines; Ctrl-C and Ctrl-Z stay signals."""

    def __init__(self, post: Post) -> None:
        import termios

        self._post = post
        self._input = sys.stdin.fileno()
        self._before = termios.tcgetattr(self._input)
        self._thread: threading.Thread | None = None

    def listen(self) -> None:
        import termios
        import tty

        if self._thread is None:
            tty.setcbreak(self._input, termios.TCSADRAIN)
            self._wake, self._awake = os.pipe()
            self._thread = threading.Thread(target=self._read, daemon=True, name="torchkata keys")
            self._thread.start()

    def rest(self) -> None:
        import termios

        if self._thread is not None:
            os.write(self._awake, b"x")
            self._thread.join()
            self._thread = None
            os.close(self._wake)
            os.close(self._awake)
        termios.tcsetattr(self._input, termios.TCSADRAIN, self._before)

    def _read(self) -> None:
        while True:
            ready, _, _ = select.select([self._input, self._wake], [], [])
            if self._wake in ready:
                return
            try:
                data = os.read(self._input, 64)
            except OSError:
                data = b""
            if not data:  # the terminal is gone
                self._post(Key("q"))
                return
            if not data.startswith(b"\x1b"):  # an arrow key, say
                for letter in data.decode("utf-8", "replace"):
                    self._post(Key(letter.lower()))


class _WindowsKeys:
    """Windows' console, which gives keys without a mode to set.

    A key is read only once it is there: a reader that waits would take the first one from an editor in this console.
    """

    def __init__(self, post: Post) -> None:
        self._post = post
        self._listens = threading.Event()
        self._thread: threading.Thread | None = None

    def listen(self) -> None:
        self._listens.set()
        if self._thread is None:
            self._thread = threading.Thread(target=self._read, daemon=True, name="torchkata keys")
            self._thread.start()

    def rest(self) -> None:
        self._listens.clear()

    def _read(self) -> None:
        import msvcrt

        while True:
            self._listens.wait()
            if not msvcrt.kbhit():  # type: ignore[attr-defined]  # on Windows
                time.sleep(POLL)
                continue
            key = msvcrt.getwch()  # type: ignore[attr-defined]  # on Windows
            if key in "\x00\xe0":  # an arrow key, say: a second part follows
                msvcrt.getwch()  # type: ignore[attr-defined]
            else:
                self._post(Key("q" if key == "\x03" else key.lower()))

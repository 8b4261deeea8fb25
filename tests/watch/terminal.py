"""``kata watch`` in a real pseudo-terminal, as a learner sees it."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import pexpect

from tests.pytest_plugin.kit import ROOT

PATIENCE = 300
"""Seconds: the machine may be busy."""
_LINK = re.compile(r"\x1b\]8;[^;]*;([^\x1b]*)\x1b\\")
_ESCAPES = re.compile(rf"\x1b\[[0-9;?]*[a-zA-Z]|{_LINK.pattern}")


class Terminal:
    """A program in a terminal of so many columns.

    Attributes:
        links: where the links lead that were shown at the last `expect`.
    """

    def __init__(self, root: Path, command: list[str], columns: int, **environment: str) -> None:
        left_out = ("VISUAL", "EDITOR", "NO_COLOR", "COLUMNS", "LINES")
        keep = {name: value for name, value in os.environ.items() if name not in left_out}
        self._child = pexpect.spawn(
            command[0],
            command[1:],
            cwd=root,
            env={**keep, "PYTHONPATH": str(ROOT), "TERM": "xterm", "OMP_NUM_THREADS": "1", **environment},
            dimensions=(50, columns),
            timeout=PATIENCE,
            encoding="utf-8",
        )
        self.links: list[str] = []
        self._before = termios.tcgetattr(self._child.child_fd)

    def expect(self, pattern: str) -> str:
        """Wait until the terminal shows it, and return what it showed until then, without colours and links."""
        self._child.expect(pattern)
        after = self._child.after if isinstance(self._child.after, str) else ""  # a type at the end of the output
        shown = self._child.before + after
        self.links = _LINK.findall(shown)
        return _ESCAPES.sub("", shown).replace("\r\n", "\n")

    def press(self, keys: str) -> None:
        self._child.send(keys)

    def signal(self, number: int) -> None:
        os.kill(self._child.pid, number)

    def ended(self) -> int:
        """Wait for the end, and return the exit status."""
        self.expect(pexpect.EOF)
        self._child.close()
        return self._child.exitstatus if self._child.exitstatus is not None else -self._child.signalstatus

    def ended_as_before(self) -> int | None:
        """The same; None where the terminal does not have the modes that it had when the program started."""
        self.expect(pexpect.EOF)
        as_before = self.is_as_before
        status = self.ended()
        return status if as_before else None

    @property
    def is_as_before(self) -> bool:
        """Whether the terminal has the modes that it had when the program started."""
        return termios.tcgetattr(self._child.child_fd) == self._before

    def kill(self) -> None:
        if self._child.isalive():
            self._child.kill(signal.SIGHUP)
            self._child.expect(pexpect.EOF)
        self._child.close(force=True)


@contextlib.contextmanager
def watching(root: Path, *arguments: str, columns: int = 80, **environment: str) -> Iterator[Terminal]:
    """``kata watch`` with these arguments, ended with the block."""
    terminal = Terminal(root, [sys.executable, "-m", "grader", "watch", *arguments], columns, **environment)
    try:
        yield terminal
    finally:
        terminal.kill()

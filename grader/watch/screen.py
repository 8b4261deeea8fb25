"""What is printed: lines that stay in the terminal's scrollback, and one line at the end that is replaced."""

from __future__ import annotations

import os
import shutil
import sys

from rich.console import detect_legacy_windows

from grader.reporting.terminal import wrapped

KEYS = (
    "h hint   n next   p previous   r run again   l list   o open   s solution   q quit",
    "h hint  n next  p prev  r run  l list  o open  s solution  q quit",
    "h hint n next p prev r run l list o open s solution q quit",
    "keys: h n p r l o s q",
)
ASK = "y yes   any other key: no"
WIDEST = 100


class Screen:
    """Standard output."""

    def __init__(self, *, has_keys: bool) -> None:
        """``has_keys`` tells whether keys can be pressed: without them there is no line that names them."""
        self.is_terminal = sys.stdout.isatty() and os.environ.get("TERM") != "dumb" and not detect_legacy_windows()
        self.colour = self.is_terminal and not os.environ.get("NO_COLOR")
        self.has_keys = has_keys
        self._footer = ""

    @property
    def width(self) -> int:
        return min(shutil.get_terminal_size((80, 24)).columns, WIDEST)

    def say(self, text: str) -> None:
        """A paragraph, wrapped to the terminal's width."""
        self.show("\n".join(wrapped(text, self.width)) + "\n")

    def show(self, text: str) -> None:
        """Text as it is, which ends with a line's end."""
        self._write(self._erased() + text)
        self._footer = ""

    def footer(self, text: str) -> None:
        """Replace the line at the end; on a terminal only."""
        text = text[: self.width - 1]
        if self.is_terminal and text != self._footer:
            self._write(self._erased() + (f"\x1b[2m{text}\x1b[0m" if self.colour else text))
            self._footer = text

    def keys(self, before: str = "") -> None:
        """The keys that can be pressed, in one line."""
        if self.has_keys:
            fitting = (f"{before}{keys}" for keys in KEYS)
            self.footer(next((line for line in fitting if len(line) < self.width), ""))
        else:
            self.footer(f"{before}Ctrl-C quits")

    def close(self) -> None:
        """Leave the cursor at the beginning of an empty line."""
        self._write(self._erased())
        self._footer = ""

    def _erased(self) -> str:
        return "\r\x1b[K" if self._footer else ""

    def _write(self, text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()

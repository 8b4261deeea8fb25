"""Draws the picture of a session with ``kata watch``: a wrong try, a hint, the right answer, and the next exercise.

It shows what a real pseudo-terminal showed; only times and the path of the interpreter are replaced.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

import pexpect
from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "docs/pictures/watch.svg"
WIDTH = 84
PATIENCE = 300
ERASED = "\r\x1b[K"
KEYS = r"\x1b\[2mh hint.*q quit\x1b\[0m"
"""The last line when a run has ended."""
REPLACED = {r", saved [\d:]+": ", saved 14:02:11", re.escape(sys.executable): "/home/you/torchkata/.venv/bin/python"}
WRONG = "def num_flat_features(x):\n    return sum(x.shape[1:])\n"
RIGHT = "def num_flat_features(x):\n    return x.shape[1:].numel()\n"


def session(root: Path) -> list[Text]:
    """What the terminal shows, with a line before each thing that the learner does."""
    path = root / "exercises/ex01/num_flat_features.py"
    child = pexpect.spawn(
        sys.executable, ["-m", "grader", "watch", "ex01"], cwd=root, timeout=PATIENCE, encoding="utf-8",
        dimensions=(50, WIDTH), env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color"},
    )  # fmt: skip
    lines: list[Text] = []

    def shown(action: str) -> None:
        lines.append(Text(action, "bold black on cyan"))
        child.expect(KEYS)
        text = child.before
        for pattern, replacement in REPLACED.items():
            text = re.sub(pattern, replacement, text)
        for line in text.split("\n")[:-1]:
            lines.append(Text.from_ansi(line.rstrip("\r").split(ERASED)[-1]))
        lines.append(Text())

    shown(" $ kata watch ex01 ")
    path.write_text(WRONG, encoding="utf-8")
    shown(" you save: return sum(x.shape[1:]) ")
    child.send("h")
    shown(" you press h ")
    path.write_text(RIGHT, encoding="utf-8")
    shown(" you save: return x.shape[1:].numel() ")
    child.send("n")
    shown(" you press n ")
    lines[-1] = Text.from_ansi(child.after)
    child.send("q")
    child.expect(pexpect.EOF)
    return lines


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        root = Path(place).resolve()
        for folder in ("exercises", "solutions"):
            for exercise in ("ex01", "ex02"):
                shutil.copytree(ROOT / folder / exercise, root / folder / exercise, copy_function=shutil.copyfile)
        lines = session(root)
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    for line in lines:
        console.print(line)
    svg = console.export_svg(title="kata watch", unique_id="torchkata")
    # No font is fetched from anywhere: the reader's own monospace does.
    PICTURE.write_text(re.sub(r"@font-face\s*{[^}]*}", "", svg), encoding="utf-8")


if __name__ == "__main__":
    main()

"""Draws the README's picture: a check that fails and the same one passing, as the real command prints them."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

from grader import catalog
from tests.mistakes import mistake_file

ROOT = Path(__file__).parents[2]
WIDTH = 84


def output(source: Path, exercise: catalog.Exercise, *arguments: str) -> str:
    """What a learner sees who has ``source`` as the stub."""
    with tempfile.TemporaryDirectory() as place:
        path = exercise.path(Path(place))
        path.parent.mkdir(parents=True)
        shutil.copy(source, path)
        command = [sys.executable, "-m", "pytest", f"exercises/{exercise.id}", "--color=yes", *arguments]
        environment = {**os.environ, "COLUMNS": str(WIDTH)}
        return subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False).stdout


def main() -> None:
    exercise = catalog.exercise("ex02")
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    wrong = output(mistake_file(exercise, "softmax_on_the_scores"), exercise)
    right = output(exercise.path(ROOT, "solutions"), exercise)
    for text in (wrong, "\n".join(right.strip("\n").split("\n")[:5]) + "\n      ..."):
        console.print(Text("$ pytest exercises/ex02", style="bold cyan"))
        for line in text.strip("\n").split("\n"):
            console.print(Text.from_ansi(re.sub(r"saved [\d:]+", "saved 14:02:11", line)))
        console.print()
    svg = console.export_svg(title="torchkata", unique_id="torchkata")
    # No font is fetched from anywhere: the reader's own monospace does.
    svg = re.sub(r"@font-face\s*{[^}]*}", "", svg)
    (Path(__file__).parent / "first_check.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()

"""Draws the README's picture: a report that names a mistake, as the real command prints it."""

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


def output(source: Path, exercise: catalog.Exercise) -> str:
    """What a learner sees who has ``source`` as the stub."""
    with tempfile.TemporaryDirectory() as place:
        path = exercise.path(Path(place))
        path.parent.mkdir(parents=True)
        shutil.copy(source, path)
        command = [sys.executable, "-m", "pytest", f"exercises/{exercise.id}", "--color=yes"]
        environment = {**os.environ, "COLUMNS": str(WIDTH)}
        return subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False).stdout


def main() -> None:
    exercise = catalog.exercise("ex01")
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    console.print(Text("$ pytest exercises/ex01", style="bold cyan"))
    for line in output(mistake_file(exercise, "sums_the_sizes"), exercise).strip("\n").split("\n"):
        console.print(Text.from_ansi(re.sub(r"saved [\d:]+", "saved 14:02:11", line)))
    svg = console.export_svg(title="torchkata", unique_id="torchkata")
    # No font is fetched from anywhere: the reader's own monospace does.
    svg = re.sub(r"@font-face\s*{[^}]*}", "", svg)
    (Path(__file__).parent / "first_check.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()

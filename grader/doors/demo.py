"""``kata demo``: a learner's first minutes, on the real files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from grader import catalog


def show_first_minutes(root: Path) -> None:
    """Check the ex01 stub, a first try that is wrong, and the reference answer; then show the table of progress.

    Raises:
        RuntimeError: a run did not end as it must (the reference answer failed, or the wrong try passed).
    """
    console = Console(highlight=False)
    first = next(each for each in catalog.exercises().values() if each.id == "ex01")
    # A learner's own exercises may be solved by now (status 0); how our own files fare is fixed.
    with tempfile.TemporaryDirectory(prefix="torchkata-demo-") as place:
        attempt = Path(place) / "exercises" / first.id
        shutil.copytree(first.path(root).parent, attempt)
        _step(console, "An exercise as it is handed out", "pytest exercises/ex01", root, {0, 1})
        shutil.copy(first.misconceptions / "sums_the_sizes.py", attempt / first.filename)
        _step(
            console,
            "A first try, and the hint that it asks for",
            "pytest exercises/ex01 --hint",
            Path(place),
            {1},
        )
    _step(console, "The reference answer", "pytest solutions/ex01", root, {0})
    _step(console, "The table of progress", "pytest exercises", root, {0, 1})
    console.print(
        "\n[bold]Now you:[/] read exercises/ex01/README.md, write in exercises/ex01/num_flat_features.py, "
        "and check it with\n\n    source .venv/bin/activate\n    pytest exercises/ex01\n"
    )


def _step(console: Console, title: str, command: str, folder: Path, statuses: set[int]) -> None:
    console.rule(f"[bold]{title}", align="left", characters="-")
    console.print(f"$ {command}", style="dim")
    arguments = [sys.executable, "-m", *command.split(), f"--color={'yes' if console.is_terminal else 'no'}"]
    status = subprocess.call(arguments, cwd=folder, env={**os.environ, "COLUMNS": str(min(console.width, 100))})
    if status not in statuses:
        raise RuntimeError(f"'{command}' ended with status {status}")

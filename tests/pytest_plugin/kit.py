"""A learner's folder and the real commands in it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from grader import catalog

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ran:
    """How a command ended: its exit ``status`` and what it wrote to stdout and stderr together."""

    status: int
    text: str

    @property
    def flat(self) -> str:
        """The text with every run of white space made one space, so that a wrapped line can be looked for."""
        return re.sub(r"\s+", " ", self.text)


class Kit:
    """A folder with the kit's layout, one exercise at a time."""

    timeout = 900
    """Seconds that a command may take."""
    python = sys.executable
    """What runs the commands."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, exercise: str, code: str | bytes) -> Path:
        """Put ``code`` where the exercise's module belongs."""
        path = catalog.exercise(exercise).path(self.root)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(code.encode() if isinstance(code, str) else code)
        return path

    def copy(self, exercise: str, source: Path) -> Path:
        return self.write(exercise, source.read_bytes())

    def stub(self, exercise: str) -> Path:
        """The real stub."""
        return self.copy(exercise, catalog.exercise(exercise).path(ROOT))

    def pytest(self, *arguments: str, cwd: Path | None = None, columns: int = 80, **environment: str) -> Ran:
        return self.run("-m", "pytest", *arguments, cwd=cwd, columns=columns, **environment)

    def kata(self, *arguments: str, answer: str = "", **environment: str) -> Ran:
        return self.run("-m", "grader", *arguments, answer=answer, **environment)

    def run(
        self,
        *arguments: str,
        cwd: Path | None = None,
        columns: int = 80,
        answer: str = "",
        **environment: str,
    ) -> Ran:
        done = subprocess.run(
            [self.python, *arguments],
            cwd=cwd or self.root,
            env={**os.environ, "COLUMNS": str(columns), "OMP_NUM_THREADS": "1", **environment},
            input=answer,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=self.timeout,
            check=False,
        )
        return Ran(done.returncode, done.stdout)

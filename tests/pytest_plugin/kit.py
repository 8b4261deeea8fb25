"""A learner's folder and the real commands in it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader import catalog
from tests.warm import IS_POSSIBLE, warm_python

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
    interpreter = sys.executable
    """What runs the commands."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.environment: dict[str, str] = {}
        """Variables that every command gets."""

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
        return self.run("pytest", *arguments, cwd=cwd, columns=columns, **environment)

    def kata(self, *arguments: str, answer: str = "", **environment: str) -> Ran:
        return self.run("grader", *arguments, answer=answer, **environment)

    def run(
        self,
        module: str,
        *arguments: str,
        cwd: Path | None = None,
        columns: int = 80,
        answer: str = "",
        fresh: bool = False,
        **environment: str,
    ) -> Ran:
        """``python -m MODULE …`` in this folder.

        Args:
            module: the command's.
            arguments: its arguments.
            cwd: another folder.
            columns: the width of its output.
            answer: what it reads from stdin.
            fresh: start an interpreter for it, where a fork of a warm one would hide what is looked at.
            environment: variables to add; many are read when Python or the kit is loaded, so they need a fresh one too.
        """
        folder, added = cwd or self.root, {**self.environment, **environment}
        variables = {**os.environ, "COLUMNS": str(columns), "OMP_NUM_THREADS": "1", **added}
        if IS_POSSIBLE and self.interpreter == sys.executable and not fresh and not added:
            return Ran(
                *warm_python().run(
                    module, *arguments, cwd=folder, environment=variables, answer=answer, timeout=self.timeout
                )
            )
        return self._start(folder, variables, answer, "-m", module, *arguments)

    def python(self, *arguments: str, **environment: str) -> Ran:
        """``python …`` in this folder."""
        return self._start(self.root, {**os.environ, **self.environment, **environment}, "", *arguments)

    def _start(self, folder: Path, variables: Mapping[str, str], answer: str, *arguments: str) -> Ran:
        done = subprocess.run(
            [self.interpreter, *arguments],
            cwd=folder,
            env=variables,
            input=answer,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=self.timeout,
            check=False,
        )
        return Ran(done.returncode, done.stdout)

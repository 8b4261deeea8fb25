"""A course folder and the real commands in it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from grader import catalog
from grader.cli.main import app
from grader.errors import UserError
from grader.sandbox.doctor import sandbox_ready

ROOT = Path(__file__).parents[2]
RIGHT = "import math\n\ndef num_flat_features(x):\n    return math.prod(x.shape[1:])\n"
WRONG = "import math\n\ndef num_flat_features(x):\n    return math.prod(x.shape)\n"
NO_SANDBOX = "" if sandbox_ready()[0] else sandbox_ready()[1]


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it wrote to stdout and stderr together."""

    status: int
    text: str


class Course:
    """A folder made by ``kata course``."""

    def __init__(self, root: Path, *exercises: str, written: bool = False) -> None:
        self.root = root
        chosen = [part for each in exercises for part in ("--exercise", each)]
        self.kata("course", str(root), *chosen, *(["--written"] if written else []))

    def kata(self, *arguments: str, **environment: str) -> Ran:
        return self._run(sys.executable, "-m", "grader", *arguments, cwd=ROOT, **environment)

    def kata_here(self, *arguments: str) -> Ran:
        """A ``kata`` command in this process, which has everything loaded."""
        ran = CliRunner().invoke(app, arguments, env={"COLUMNS": "200"})
        status = 2 if isinstance(ran.exception, UserError) else ran.exit_code
        return Ran(status, f"{ran.output}{ran.exception if status == 2 else ''}")

    def nbgrader(self, *arguments: str, **environment: str) -> Ran:
        return self._run(sys.executable, "-m", "nbgrader", *arguments, cwd=self.root, **environment)

    def _run(self, *command: str, cwd: Path, **environment: str) -> Ran:
        # nbgrader calls alembic by its name, when it makes a gradebook.
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            command,
            cwd=cwd,
            env={**os.environ, "PATH": path, "OMP_NUM_THREADS": "1", "COLUMNS": "200", **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=900,
            check=False,
        )
        return Ran(done.returncode, done.stdout)

    def released(self, exercise: str = "ex01") -> dict:
        """The notebook as students get it."""
        return json.loads((self.root / "release" / exercise / f"{exercise}.ipynb").read_text(encoding="utf-8"))

    def answered(self, code: str, exercise: str = "ex01", cell: str = "write-num_flat_features") -> dict:
        """A released notebook with ``code`` in one of its cells."""
        notebook = self.released(exercise)
        next(each for each in notebook["cells"] if each["id"] == cell)["source"] = code
        return notebook

    def submit(self, student: str, notebook: dict | str | bytes, exercise: str = "ex01", name: str = "") -> Path:
        """Put a notebook (or any bytes) where nbgrader looks for a student's submission."""
        path = self.root / "submitted" / student / exercise / (name or f"{exercise}.ipynb")
        path.parent.mkdir(parents=True, exist_ok=True)
        content = json.dumps(notebook) if isinstance(notebook, dict) else notebook
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
        (path.parent / "timestamp.txt").write_text("2026-03-02 10:00:00 UTC")
        return path

    def autograded(self, student: str, exercise: str = "ex01") -> dict[str, str]:
        """The text of each code cell's outputs after grading, by the cell's nbgrader name or its id."""
        path = self.root / "autograded" / student / exercise / f"{exercise}.ipynb"
        told = {}
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            name = cell["metadata"].get("nbgrader", {}).get("grade_id", cell["id"])
            if cell["cell_type"] == "code":
                told[name] = "".join("".join(each.get("text", "")) for each in cell["outputs"])
        return told

    def feedback(self, student: str, exercise: str = "ex01") -> str:
        return (self.root / "feedback" / student / exercise / f"{exercise}.html").read_text(encoding="utf-8")

    def gradebook(self, ask: Callable) -> object:
        """What ``ask`` returns of the open gradebook."""
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{self.root / 'gradebook.db'}", "torchkata") as gradebook:
            return ask(gradebook)

    def points(self, student: str, exercise: str = "ex01") -> dict[str, float | None]:
        """A student's automatic score for each graded cell; empty where nothing was submitted."""
        from nbgrader.api import MissingEntry

        def ask(gradebook):
            try:
                submission = gradebook.find_submission_notebook(exercise, exercise, student)
            except MissingEntry:
                return {}
            return {grade.name: grade.auto_score for grade in submission.grades}

        return self.gradebook(ask)

    def total(self, student: str, exercise: str = "ex01") -> float | None:
        """The sum of a student's automatic scores; None where one of them is missing."""
        points = self.points(student, exercise)
        return None if not points or None in points.values() else sum(points.values())


def solution_cells(exercise: str) -> str:
    """An exercise's solved module."""
    return catalog.exercise(exercise).path(ROOT, "solutions").read_text(encoding="utf-8")


def text_of(page: str) -> str:
    """An HTML page's text, its tags and scripts left out."""
    page = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", page)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))

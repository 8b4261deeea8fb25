"""A class of hostile and broken submissions between honest ones, and the real command on it."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from grader import catalog
from tests.hostile import broken
from tests.mistakes import mistake_files

ROOT = Path(__file__).parents[2]
HOSTILE = ROOT / "tests" / "hostile"
SEED = 20_26
TIMEOUT, JOBS = 8, 2
EVERY = 8
"""An honest submission stands before every eighth hostile one."""


@dataclass(frozen=True)
class Expected:
    """What a submission may come to: its statuses and the most points it can earn."""

    source: str
    status: frozenset[str]
    points: int


def constants(path: Path) -> dict[str, object]:
    """A hostile module's docstring and constants, read without running it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: dict[str, object] = {"doc": ast.get_docstring(tree) or "", "EXERCISE": "ex01", "POINTS": 0}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if name in ("EXERCISE", "STATUS", "POINTS"):
                found[name] = ast.literal_eval(node.value)
    return found


def modules() -> list[Path]:
    """Every hostile module."""
    return sorted(path for path in HOSTILE.glob("*/*.py") if path.parent.name not in ("notebooks", "browser"))


def honest_sources() -> list[tuple[str, Path]]:
    """Right answers and known mistakes, as (exercise, file)."""
    sources = []
    for name in ("ex01", "ex02"):
        exercise = catalog.exercise(name)
        right = [exercise.path(ROOT, "solutions"), *sorted((ROOT / "tests" / "alternatives" / name).glob("*.py"))[:3]]
        wrong = mistake_files(exercise)[:4]
        sources += [(name, path) for path in (*right, *wrong)]
    return sources


def build(place: Path, hostile: bool = True) -> dict[str, Expected]:
    """Write the class below ``place``; what to expect of each hostile student, by name."""
    expected: dict[str, Expected] = {}
    wicked = [(path, "") for path in modules()]
    wicked += [(path, "-again") for path in modules() if path.parent.name == "leaving_behind"]
    honest = honest_sources()
    for index, (path, again) in enumerate(wicked):
        if index % EVERY == 0:
            _copy(place / f"{index:03}-a-honest", *honest[index // EVERY % len(honest)])
        if hostile:
            about = constants(path)
            student = f"{index:03}-b-{path.parent.name}-{path.stem}{again}"
            _copy(place / student, str(about["EXERCISE"]), path)
            expected[student] = Expected(str(path), frozenset(about["STATUS"]), int(about["POINTS"]))
    for index, each in enumerate(broken.EVERY, start=len(wicked)):
        if index % EVERY == 0:
            _copy(place / f"{index:03}-a-honest", *honest[index // EVERY % len(honest)])
        if hostile:
            student = f"{index:03}-b-{each.name}"
            folder = place / student / "ex01"
            folder.mkdir(parents=True)
            each.make(folder)
            expected[student] = Expected(each.name, each.status, each.points)
    return expected


def _copy(folder: Path, exercise: str, source: Path) -> None:
    target = folder / exercise / catalog.exercise(exercise).filename
    target.parent.mkdir(parents=True)
    shutil.copyfile(source, target)


@dataclass(frozen=True)
class Run:
    """How the command ended, what it said, and the folder with its reports."""

    status: int
    stdout: str
    stderr: str
    seconds: float
    folder: Path

    def submissions(self) -> list[dict]:
        return json.loads((self.folder / "result.json").read_text(encoding="utf-8"))["submissions"]

    def results(self) -> dict[str, dict]:
        """One result for each student (one who links to a whole kit has ten, all alike)."""
        return {each["student"]: each for each in self.submissions()}

    def text(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8-sig" if name.endswith("csv") else "utf-8")


def grade(place: Path, out: Path, *more: str, home: Path | None = None, timeout: int = TIMEOUT) -> Run:
    """``kata grade`` on a class, with every report."""
    out.mkdir(parents=True)
    temporary = out / "tmp"
    temporary.mkdir()
    reports = [f"--{kind}={out}/result.{kind}" for kind in ("json", "csv", "html")] + [f"--junit={out}/result.xml"]
    command = [sys.executable, "-m", "grader", "grade", str(place), *reports, f"--gradescope={out}/gradescope"]
    command += [f"--seed={SEED}", f"--jobs={JOBS}", f"--timeout={timeout}", *more]
    environment = {**os.environ, "COLUMNS": "120", "TMPDIR": str(temporary), "HOME": str(home or out)}
    environment["TORCHKATA_MARKER"] = "torchkata-marker"
    started = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=900, check=False
    )
    return Run(done.returncode, done.stdout, done.stderr, time.monotonic() - started, out)

"""From a save to the verdict in a pseudo-terminal: ``kata watch``, and pytest-watcher, which starts a new pytest.

Prints a table of medians; CPU seconds are those of all processes, per save. ``KATA_SAVES=30`` sets how many right
answers are saved (default: 10), with a third as many known mistakes among them and a tenth as many with pytest-watcher;
the exercises are those named in ``KATA_EXERCISES``.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pexpect

from grader import catalog
from grader.catalog import Exercise
from grader.judging.suite import load_suite
from tests.benchmarks.measuring import ROOT, cpu_of_family
from tests.mistakes import mistake_files

SAVES = int(os.environ.get("KATA_SAVES", "10"))
AIMS = {"ex01": 0.15, "ex02": 0.15, "ex03": 0.15, "ex09": 1.5}
OTHERS = 0.4
PATIENCE = 120
IDLE = 3.0
PAUSE = 0.25
"""Seconds between a verdict and the next save."""
HEADER = f"{'':6}{'aim':>6}{'right':>9}{'CPU':>7}{'mistake':>9}{'CPU':>7}{'idle':>9}{'pytest-watcher':>16}{'CPU':>7}"


@dataclass(frozen=True)
class Saved:
    """Median wall seconds from save to verdict, and CPU seconds per save."""

    wall: float
    cpu: float


def main() -> None:
    print(f"median of {SAVES} saves of a right answer; seconds from save to verdict, CPU seconds per save")
    print(HEADER, flush=True)
    has_other = importlib.util.find_spec("pytest_watcher") is not None
    for exercise in catalog.chosen(os.environ.get("KATA_EXERCISES", "").split()):
        with _folder(exercise) as root:
            right, mistake, idle = _kata_watch(root, exercise)
            other = _pytest_watcher(root, exercise) if has_other else None
        last = f"{other.wall:16.3f}{other.cpu:7.2f}" if other else f"{'-':>16}{'-':>7}"
        print(
            f"{exercise.id:6}{AIMS.get(exercise.id, OTHERS):6.2f}{right.wall:9.3f}{right.cpu:7.3f}"
            f"{mistake.wall:9.3f}{mistake.cpu:7.3f}{idle:9.3%}{last}",
            flush=True,
        )
    if not has_other:
        print('pytest-watcher is not installed: pip install -e ".[test]"')


@contextmanager
def _folder(exercise: Exercise) -> Iterator[Path]:
    """A checkout of one exercise, with the right answer in its stub's place."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        for folder in ("exercises", "solutions"):
            shutil.copytree(ROOT / folder / exercise.id, root / folder / exercise.id)
        exercise.path(root).write_text(_answers(exercise)[0], encoding="utf-8")
        yield root


def _answers(exercise: Exercise) -> tuple[str, str]:
    """The right answer, and a known mistake."""
    return (
        exercise.path(ROOT, "solutions").read_text(encoding="utf-8"),
        mistake_files(exercise)[0].read_text(encoding="utf-8"),
    )


def _kata_watch(root: Path, exercise: Exercise) -> tuple[Saved, Saved, float]:
    """Saves of right answers and of a mistake, and the share of a CPU that is used while nothing is saved."""
    right, mistake = _answers(exercise)
    with _terminal(root, exercise, "-m", "grader", "watch", exercise.id) as watch:
        watch.verdict()
        watch.save(right, 1)  # after the first one, what is slow only once is done
        time.sleep(IDLE)
        before = watch.running()
        time.sleep(IDLE)
        idle = (watch.running() - before) / IDLE
        return watch.save(right, SAVES), watch.save(mistake, max(3, SAVES // 3)), idle


def _pytest_watcher(root: Path, exercise: Exercise) -> Saved:
    """The same saves with pytest-watcher.

    Its own pattern, ``*.py``, matches no file below the folder since watchdog 7.1, so it needs another one. It forgets
    a save that comes while pytest runs, so each save waits for its menu.
    """
    right, _ = _answers(exercise)
    exercise.path(root).write_text(right, encoding="utf-8")
    options = ["--now", "--patterns", "*.py,**/*.py", "--runner", str(Path(sys.executable).with_name("pytest"))]
    command = ["-m", "pytest_watcher", ".", *options, f"exercises/{exercise.id}"]
    with _terminal(root, exercise, *command, ready="to show menu") as watch:
        watch.verdict()
        return watch.save(right, max(3, SAVES // 10))


class _Watch:
    """A program in a pseudo-terminal that checks an exercise at each save."""

    def __init__(self, child: pexpect.spawn, exercise: Exercise, path: Path, ready: str) -> None:
        """``ready`` is what it shows below a verdict."""
        self._child = child
        self._ready = ready
        self._path = path
        self._shown = rf"of {load_suite(exercise, 0).max_points} points"
        self._number = 0

    def verdict(self) -> float:
        """Wait for a verdict, and until the next save can come; the time of the verdict."""
        self._child.expect(self._shown)
        came = time.perf_counter()
        self._child.expect(self._ready)
        time.sleep(PAUSE)
        return came

    def save(self, text: str, times: int) -> Saved:
        walls = []
        before = cpu_of_family(self._child.pid)
        for _ in range(times):
            self._number += 1
            self._path.write_text(f"{text}# {self._number}\n", encoding="utf-8")
            saved = time.perf_counter()
            walls.append(self.verdict() - saved)
        return Saved(statistics.median(walls), (cpu_of_family(self._child.pid) - before) / times)

    def running(self) -> float:
        """CPU seconds of the program's two processes, by the scheduler's own count in nanoseconds."""
        children = Path(f"/proc/{self._child.pid}/task/{self._child.pid}/children").read_text(encoding="ascii").split()
        tasks = [task for pid in (self._child.pid, *children) for task in Path(f"/proc/{pid}/task").iterdir()]
        return sum(int((task / "schedstat").read_text(encoding="ascii").split()[0]) for task in tasks) / 1e9


@contextmanager
def _terminal(root: Path, exercise: Exercise, *command: str, ready: str = "q quit") -> Iterator[_Watch]:
    child = pexpect.spawn(
        sys.executable, list(command), cwd=root, timeout=PATIENCE, dimensions=(50, 80),
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"},
    )  # fmt: skip
    try:
        yield _Watch(child, exercise, exercise.path(root), ready)
    finally:
        child.close(force=True)


if __name__ == "__main__":
    main()
